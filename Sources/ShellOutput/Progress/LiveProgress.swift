import LineEditor
import Nx1Events
import Synchronization

/// The live display of a terminal: draws the rows of a ``LiveContent``, animates the spinner, handles the key that
/// changes the level of detail, and sets the window's title.
///
/// A terminal has one display, used by one run at a time. Everything is restored when that run ends, however it ends.
package final class LiveProgress: Sendable {
    private struct State {
        var content: LiveContent?
        var rows = LiveRows()
        var title = ""
        /// Whether another program has the terminal: this process was stopped, or runs in the background.
        var isAway = false
        /// The terminal's echo, if this display turned it off.
        var echo: TypingEcho?
        /// The level of detail, kept for the next run.
        var level = ProgressLevel.steps
    }

    /// The key that changes the level of detail.
    private static let levelKey = UInt8(ascii: "d")
    /// The key that leaves the list of runs.
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

    /// The current size of the window; nil while another program has the terminal.
    package var window: Window? { screen.isInForeground() ? screen.window() : nil }

    /// Returns a display that shares the terminal with a line editor, which reads the key.
    func beside(_ editor: LineEditor) -> LiveProgress {
        LiveProgress(on: terminal, screen, isColored: isColored, editor: editor)
    }

    /// Starts showing a run. Call ``end()`` afterwards.
    /// - Parameters:
    ///   - steps: the steps to show.
    ///   - title: the window's title meanwhile.
    ///   - waiting: the text of the last row before the first step.
    ///   - began: the start of the run's clock.
    ///   - leavesRows: whether the rows stay on the screen at the end.
    /// - Returns: whether the display was free and the process in the foreground.
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

    /// Starts showing a list of runs. Call ``end()`` afterwards.
    /// - Parameter leave: called when the user presses the key that leaves the list.
    /// - Returns: whether the display was free and the process in the foreground.
    package func begin(_ board: JobBoard, leave: @escaping @Sendable () -> Void) -> Bool {
        let content = LiveContent(board, spinner: screen.spinner)
        guard acquire(title: "nx1sh · runs in progress", content) else { return false }
        editor?.listen(for: Self.leavingKey) { [editor] press in
            guard press == .pressed else { return }
            // The key must not end up in the next line.
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

    /// Updates the list of runs.
    package func show(_ board: JobBoard) {
        change { $1.show(board) }
    }

    /// Sets how long the run usually takes.
    func expect(_ usual: Duration) {
        change { $1.expect(usual) }
    }

    /// Ends the display. The rows of finished steps stay, and the title is restored.
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

    /// Sets the title, and turns off the echo if no line editor has done so.
    private func hold(_ state: inout State) {
        if screen.hasTitle { write(WindowTitle.push(state.title)) }
        if editor == nil { state.echo = screen.turnOffEcho() }
    }

    private func letGo(_ state: inout State) {
        state.echo?.turnOn()
        state.echo = nil
        if screen.hasTitle { write(WindowTitle.pop) }
    }

    /// Writes the rows that stay on the screen.
    private func leave(_ content: inout LiveContent, _ state: inout State) {
        write(state.rows.end(with: content.lastRows(in: screen.window()), isColored: isColored))
    }

    /// Clears the live rows and restores the title before the process stops.
    func suspend() {
        state.withLock { state in
            guard var content = state.content, !state.isAway else { return }
            leave(&content, &state)
            letGo(&state)
            state.content = content
            state.isAway = true
        }
    }

    /// Resumes the display after the process was continued. In the background it writes plain lines.
    func resume() {
        change { state, content in
            state.rows.forget()
            content.redraw()
            let wasAway = state.isAway
            state.isAway = !screen.isInForeground()
            if wasAway, !state.isAway { hold(&state) }
            if state.isAway, !wasAway {
                // The process was stopped without notice, so the terminal's modes now belong to another program.
                state.echo = nil
                letGo(&state)
            }
        }
    }

    /// Redraws every row after a change of the window's size, even to the same size.
    func resize() {
        change { state, content in
            state.rows.forget()
            content.redraw()
        }
    }

    /// Draws the rows if they are due.
    func update() {
        change { _, _ in }
    }

    /// Writes text above the live rows.
    /// - Returns: whether there is a live display; if not, nothing was written.
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

    /// Handles a press of the key, or its revocation.
    private func changeLevel(_ press: LineEditor.KeyPress) {
        change { state, content in
            state.level = press == .pressed ? state.level.next : state.level.previous
            content.show(state.level)
        }
    }

    /// Performs a change, and draws the rows if they are due.
    private func change(_ body: (inout State, inout LiveContent) -> Void) {
        state.withLock { state in
            guard var content = state.content else { return }
            // Keep a single reference, so that mutations don't copy the storage.
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
        // A failed write to stderr can't be reported anywhere.
        if !bytes.isEmpty { try? terminal.write(bytes) }
    }
}
