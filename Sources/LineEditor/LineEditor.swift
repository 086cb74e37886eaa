import Synchronization

/// One editor on one terminal: lines with history, completion, paste, and output above the prompt.
///
/// libedit does the editing, on a thread that the editor has for itself. It installs no signal handlers: whoever owns
/// the process passes SIGINT, SIGWINCH and SIGCONT on as ``interrupt()``, ``resize()`` and ``resume()``. From the first
/// line on the terminal echoes nothing but lines that are edited: what is typed between two lines waits, unseen, for
/// the next one, and Ctrl-C is a SIGINT all the time. ``close()`` gives the terminal back as it was.
public final class LineEditor: Sendable {
    let mailbox: Mailbox
    let terminal: Terminal
    private let printer: PrintQueue
    private let hasBoldLines: Bool
    private let thread: EditorThread
    private let numbers = Mutex(0)

    /// An editor that has not touched its terminal yet; its thread starts with the first line.
    /// - Throws: ``LineEditorError`` if the descriptors are no terminal, or the system has no more of them.
    public init(_ configuration: Configuration) throws {
        TextEncoding.prepare()
        terminal = try Terminal(
            input: configuration.input, output: configuration.output, type: configuration.terminalType)
        hasBoldLines = configuration.hasBoldLines && terminal.understandsSequences
        mailbox = try Mailbox()
        printer = PrintQueue(terminal)
        thread = EditorThread(
            EditorWork(configuration, terminal: terminal, mailbox: mailbox, printer: printer))
    }

    deinit {
        mailbox.close()
        thread.take()?.detach()
    }

    /// Reads one line. Further calls wait for their turn.
    ///
    /// - Parameter prompt: what stands before the text, on one row; control characters are shown, not obeyed.
    /// - Parameter text: what stands in the line at first, to be changed and sent.
    /// - Returns: the line, or how the reading ended without one.
    /// - Throws: `CancellationError` if the task is cancelled: the terminal has its own modes again then, until the
    ///   next line; ``LineEditorError`` if the editor can't start.
    public func line(prompt: String, text: String = "") async throws -> Reading {
        try Task.checkCancellation()
        try thread.start()
        let number = numbers.withLock { last in
            last += 1
            return last
        }
        defer { mailbox.forget(number) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { answer in
                mailbox.send(LineRequest(number: number, prompt: prompt, text: text, answer: answer))
            }
        } onCancel: {
            mailbox.cancel(number)
        }
    }

    /// Adds an entry to the history, in memory and in the file, unless it is empty, begins with a space, or is the same
    /// as the entry before. The next ``line(prompt:text:)`` finds it; a closed editor keeps nothing.
    public func remember(_ entry: String) {
        mailbox.remember(entry)
        // An editor whose thread can't start has told so to `line`, or will.
        try? thread.start()
    }

    /// The entries that are kept, of all editors that share the file, oldest first. Waits for the end of a line that is
    /// being read; a closed editor has none.
    public func history() async -> [String] {
        // An editor whose thread can't start has told so to `line`, or will.
        guard (try? thread.start()) != nil, thread.isRunning else { return [] }
        return await withCheckedContinuation { mailbox.sendHistory($0) }
    }

    /// The entries that the history file at `path` keeps, oldest first; none if there is no file.
    /// - Throws: ``LineEditorError`` if it can't be read.
    public static func history(inFile path: String) throws -> [String] {
        do {
            return try HistoryFile(path: path, size: 10_000).load()
        } catch {
            throw LineEditorError(description: error.reason + ".")
        }
    }

    /// Ends the line that is being edited, or is the next to be, as ``Reading/interrupted``: as if Ctrl-C was pressed.
    /// Without such a line it is kept for ``takeInterruption()``. From any thread, but not inside a signal handler.
    public func interrupt() { mailbox.interrupt() }

    /// Whether ``interrupt()`` was called since the last line ended: a Ctrl-C right after Enter, which is about what that
    /// line began. Asking for it, or for the next line, takes it away.
    public func takeInterruption() -> Bool { mailbox.takeInterruption() }

    /// Draws the line anew after a change of the terminal's size (SIGWINCH).
    public func resize() { mailbox.resize() }

    /// Leaves the terminal's text plain before the process is stopped (SIGTSTP); ``resume()`` draws the line again.
    public func suspend() {
        if hasBoldLines { printer.writeIfEditing(EditLineSession.plain) }
    }

    /// Takes the terminal again after the process was stopped and goes on (SIGCONT).
    public func resume() { mailbox.resume() }

    /// Prints rows of text: above the prompt while a line is being edited, which stays as it is; straight to the output
    /// otherwise. A missing newline at the end is added. The text is written as it is, control sequences included.
    public func print(_ text: String) {
        if printer.print(text) { mailbox.wakeUp.ring() }
    }

    /// Prints rows of text above the prompt as ``print(_:)`` does, and waits for the next prompt if there is none: meanwhile
    /// the terminal may be another program's.
    public func announce(_ text: String) {
        if printer.announce(text) { mailbox.wakeUp.ring() }
    }

    /// Gives the terminal its own modes until the next line, for a program that is started meanwhile, or for input
    /// without libedit, such as a password. Waits for the end of a line that is being read.
    public func release() async {
        guard thread.isRunning else { return }
        await withCheckedContinuation { mailbox.release($0) }
    }

    /// Ends the editor: a line that is being edited ends as ``Reading/endOfFile``, libedit is freed, the terminal is as
    /// it was before, with the keys that nobody read, and the thread is gone.
    public func close() async {
        mailbox.close()
        guard let thread = thread.take() else { return }
        await withCheckedContinuation { mailbox.awaitEnd($0) }
        thread.join()
    }
}

/// Why there can be no editor, or no line.
public struct LineEditorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened and what to do, in a sentence.
    public let description: String

    static func notATerminal(_ descriptor: Int32) -> LineEditorError {
        LineEditorError(
            description:
                "File descriptor \(descriptor) is not a terminal: lines can be edited only on a terminal.")
    }

    static func system(_ action: String, code: Int32) -> LineEditorError {
        LineEditorError(description: "The line editor can't \(action): \(SystemText.message(of: code)).")
    }

    static let noEditor = LineEditorError(
        description: "The line editor can't start: libedit gave no editor for this terminal.")
}
