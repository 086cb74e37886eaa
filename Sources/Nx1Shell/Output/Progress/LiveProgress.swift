import LineEditor
import Nx1Client
import Synchronization

/// The part of a terminal that changes while a crew works: writes what a ``ProgressList`` says, turns its sign, hears the key
/// that folds it, and names the crew in the window's title.
///
/// There is one, and one run at a time has it. All of it is put back when that run ends, however it ends.
final class LiveProgress: Sendable {
    private struct State {
        var list: ProgressList?
        var title = ""
        /// Whether the terminal is another program's: the process was stopped, or goes on in the background.
        var isAway = false
        /// The terminal's echo, if it is turned off.
        var echo: TypingEcho?
        var began = ContinuousClock.now
        /// As the key left it, for the next run.
        var isFolded = false
    }

    /// The key that folds and unfolds.
    private static let foldingKey = UInt8(ascii: "d")
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
    ///   - title: what the window is called meanwhile.
    ///   - doing: what the live line says before the first event.
    ///   - began: when its clock was at zero.
    /// - Returns: whether the terminal was free, and ours.
    func begin(title: String, doing: String, began: ContinuousClock.Instant) -> Bool {
        let isFolded = state.withLock { $0.isFolded }
        let list = ProgressList(doing: doing, isFolded: isFolded, spinner: screen.spinner)
        guard take(title: title, list, began: began) else { return false }
        editor?.listen(for: Self.foldingKey) { [weak self] _ in self?.turn() }
        return true
    }

    /// Takes the terminal for several runs, with a row each. ``end()`` has to follow.
    /// - Parameter leave: is called when the key is pressed that leaves them.
    /// - Returns: whether the terminal was free, and ours.
    func begin(_ board: JobBoard, leave: @escaping @Sendable () -> Void) -> Bool {
        let list = ProgressList(board: board, spinner: screen.spinner)
        guard take(title: "nx1sh · runs at work", list, began: .now) else { return false }
        editor?.listen(for: Self.leavingKey) { [editor] press in
            guard press == .pressed else { return }
            // It has done its work, and is no text for the next line.
            editor?.forgetKeys()
            leave()
        }
        return true
    }

    private func take(title: String, _ list: ProgressList, began: ContinuousClock.Instant) -> Bool {
        let isFree = state.withLock { state in
            guard state.list == nil, screen.isInForeground() else { return false }
            state.list = list
            state.began = began
            (state.title, state.isAway) = (title, false)
            hold(&state)
            return true
        }
        if isFree { draw() }
        return isFree
    }

    /// The several runs have come further.
    func show(_ board: JobBoard) {
        change { _, list in list.board = board }
    }

    /// The live line goes, the list stays, and the title is as before.
    func end() {
        editor?.stopListening()
        state.withLock { state in
            guard var list = state.list else { return }
            state.list = nil
            show(list.lastFrame(in: screen.window()), isAway: state.isAway)
            if !state.isAway { letGo(&state) }
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

    /// The process is about to stop: what is going to change goes, and the title is as before.
    func suspend() {
        state.withLock { state in
            guard var list = state.list, !state.isAway else { return }
            show(list.frameToLeave(in: screen.window()), isAway: false)
            letGo(&state)
            state.list = list
            state.isAway = true
        }
    }

    /// The process goes on after a stop. In the background its rows are plain ones, as long as it is there.
    func resume() {
        change { state, list in
            list.comeBack()
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

    /// Does `operation`, and lets the live line change meanwhile.
    func turning<Result: Sendable>(
        while operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await operation() }
            group.addTask {
                while true {
                    try await Task.sleep(for: ProgressList.patience)
                    self.draw()
                }
            }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    /// An event of the run that has the terminal.
    func note(_ event: CrewEvent) {
        change { state, list in
            list.take(event, at: .now - state.began)
        }
    }

    /// Writes lines above the live line, if there is one.
    /// - Returns: whether there is.
    func print(_ text: String) -> Bool {
        state.withLock { state in
            guard var list = state.list else { return false }
            let frame = list.frame(noting: text, at: .now - state.began, in: screen.window())
            state.list = list
            show(frame, isAway: state.isAway)
            return true
        }
    }

    /// The key was pressed, or is taken back.
    private func turn() {
        state.withLock { $0.isFolded.toggle() }
        change { state, list in
            if list.isFolded != state.isFolded { list.turn() }
        }
    }

    private func draw() {
        change { _, _ in }
    }

    /// Tells the list something, and writes what comes of it.
    private func change(_ tell: (inout State, inout ProgressList) -> Void) {
        state.withLock { state in
            guard var list = state.list else { return }
            // Not two at a time: the events that wait would be copied.
            state.list = nil
            tell(&state, &list)
            if state.isAway {
                show(list.frameToLeave(in: screen.window()), isAway: true)
            } else if let frame = list.frame(at: .now - state.began, in: screen.window) {
                show(frame, isAway: false)
            }
            state.list = list
        }
    }

    private func show(_ frame: ProgressFrame, isAway: Bool) {
        write(isAway ? frame.plainText : frame.text(isColored: isColored))
    }

    private func write(_ text: String) {
        // If stderr is gone there is nobody left to be told.
        if !text.isEmpty { try? terminal.write(text) }
    }
}
