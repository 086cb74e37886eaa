import LineEditor
import Nx1Events
import Synchronization

/// The part of a terminal that changes while crews work: draws the rows of a ``LiveContent``, turns its signs, hears the key that
/// shows more or less, and names the crew in the window's title.
///
/// There is one, and one run at a time has it. All of it is put back when that run ends, however it ends.
package final class LiveProgress: Sendable {
    private struct State {
        var content: LiveContent?
        var rows = LiveRows()
        var title = ""
        /// Whether the terminal is another program's: the process was stopped, or goes on in the background.
        var isAway = false
        /// The terminal's echo, if it is turned off.
        var echo: TypingEcho?
        /// As the key left it, for the next run.
        var level = ProgressLevel.steps
    }

    /// The key that shows more or less.
    private static let levelKey = UInt8(ascii: "d")
    /// The key that leaves what is only looked at.
    private static let leavingKey = UInt8(ascii: "q")

    private let terminal: ByteSink
    private let isColored: Bool
    private let screen: LiveScreen
    private let editor: LineEditor?
    private let state = Mutex(State())

    init(on terminal: ByteSink, _ screen: LiveScreen, isColored: Bool, editor: LineEditor? = nil) {
        self.terminal = terminal
        self.screen = screen
        self.isColored = isColored
        self.editor = editor
    }

    /// The same beside a line editor, which hears the key.
    func beside(_ editor: LineEditor) -> LiveProgress {
        LiveProgress(on: terminal, screen, isColored: isColored, editor: editor)
    }

    /// Takes the terminal for a run. ``end()`` has to follow.
    /// - Parameters:
    ///   - steps: what is shown.
    ///   - title: what the window is called meanwhile.
    ///   - waiting: what the last row says before the first step.
    ///   - began: when its clock was at zero.
    ///   - leavesRows: whether the rows about steps stay at the end.
    /// - Returns: whether the terminal was free, and ours.
    package func begin(
        _ steps: WatchedSteps, title: String, waiting: String, began: ContinuousClock.Instant,
        leavesRows: Bool = true
    ) -> Bool {
        let level = state.withLock { $0.level }
        let board = StepBoard(
            waiting: waiting, level: level, spinner: screen.spinner, hasKey: editor != nil)
        let content = LiveContent(board, of: steps, began: began, leavesRows: leavesRows)
        guard acquire(title: title, content) else { return false }
        editor?.listen(for: Self.levelKey) { [weak self] press in self?.changeLevel(press) }
        return true
    }

    /// Takes the terminal for several runs, with a row each. ``end()`` has to follow.
    /// - Parameter leave: is called when the key is pressed that leaves them.
    /// - Returns: whether the terminal was free, and ours.
    package func begin(_ board: JobBoard, leave: @escaping @Sendable () -> Void) -> Bool {
        let content = LiveContent(board, spinner: screen.spinner)
        guard acquire(title: "nx1sh · runs in progress", content) else { return false }
        editor?.listen(for: Self.leavingKey) { [editor] press in
            guard press == .pressed else { return }
            // It has done its work, and is no text for the next line.
            editor?.forgetKeys()
            leave()
        }
        return true
    }

    private func acquire(title: String, _ content: LiveContent) -> Bool {
        let isFree = state.withLock { state in
            guard state.content == nil, screen.isInForeground() else { return false }
            state.content = content
            state.rows = LiveRows()
            (state.title, state.isAway) = (title, false)
            hold(&state)
            return true
        }
        if isFree { update() }
        return isFree
    }

    /// The several runs have come further.
    package func show(_ board: JobBoard) {
        change { $1.show(board) }
    }

    /// Shows how long the run usually takes.
    func expect(_ usual: Duration) {
        change { $1.expect(usual) }
    }

    /// What goes on is shown no longer, what has happened stays, and the title is as before.
    package func end() {
        editor?.stopListening()
        state.withLock { state in
            guard var content = state.content else { return }
            state.content = nil
            if state.isAway {
                write(lines: content.linesIfDue(isLast: true))
            } else {
                leave(&content, &state)
                letGo(&state)
            }
        }
    }

    /// Takes what else of the terminal changes while it is drawn on: its title, and its echo if there is no editor that has
    /// taken it already.
    private func hold(_ state: inout State) {
        if screen.hasTitle { write(WindowTitle.push(state.title)) }
        if editor == nil { state.echo = screen.turnOffEcho() }
    }

    private func letGo(_ state: inout State) {
        state.echo?.turnOn()
        state.echo = nil
        if screen.hasTitle { write(WindowTitle.pop) }
    }

    /// Writes the rows that stay.
    private func leave(_ content: inout LiveContent, _ state: inout State) {
        write(state.rows.end(with: content.lastRows(in: screen.window()), isColored: isColored))
    }

    /// The process is about to stop: what is going to change goes, and the title is as before.
    func suspend() {
        state.withLock { state in
            guard var content = state.content, !state.isAway else { return }
            leave(&content, &state)
            letGo(&state)
            state.content = content
            state.isAway = true
        }
    }

    /// The process goes on after a stop. In the background it writes plain lines, as long as it is there.
    func resume() {
        change { state, content in
            state.rows.forget()
            content.redraw()
            let wasAway = state.isAway
            state.isAway = !screen.isInForeground()
            if wasAway, !state.isAway { hold(&state) }
            if state.isAway, !wasAway {
                // It was stopped without a word. The modes are those of whoever has the terminal now.
                state.echo = nil
                letGo(&state)
            }
        }
    }

    /// Redraws every row: the window's size changed, perhaps back to what it was.
    func resize() {
        change { state, content in
            state.rows.forget()
            content.redraw()
        }
    }

    /// Draws what is due.
    func update() {
        change { _, _ in }
    }

    /// Writes lines above the rows that change, if there are any.
    /// - Returns: whether there are.
    func print(_ text: String) -> Bool {
        state.withLock { state in
            guard var content = state.content else { return false }
            if state.isAway {
                write(text)
            } else {
                let window = screen.window()
                content.redraw()
                let rows = content.rows { window } ?? []
                write(state.rows.change(to: rows, note: text, in: window, isColored: isColored))
            }
            state.content = content
            return true
        }
    }

    /// The key was pressed, or is taken back.
    private func changeLevel(_ press: LineEditor.KeyPress) {
        change { state, content in
            state.level = press == .pressed ? state.level.next : state.level.previous
            content.show(state.level)
        }
    }

    /// Changes something, and writes what is due.
    private func change(_ body: (inout State, inout LiveContent) -> Void) {
        state.withLock { state in
            guard var content = state.content else { return }
            // Not two at a time: what they keep would be copied.
            state.content = nil
            body(&state, &content)
            if state.isAway {
                write(lines: content.linesIfDue())
            } else {
                var window: Window?
                let rows = content.rows {
                    let now = screen.window()
                    window = now
                    return now
                }
                if let rows, let window {
                    write(state.rows.change(to: rows, in: window, isColored: isColored))
                }
            }
            state.content = content
        }
    }

    private func write(lines: [String]) {
        write(lines.map { $0 + "\n" }.joined())
    }

    private func write(_ text: String) { write(Array(text.utf8)) }

    private func write(_ bytes: [UInt8]) {
        // If stderr is gone there is nobody left to be told.
        if !bytes.isEmpty { try? terminal.write(bytes) }
    }
}
