import Descriptors
import Synchronization

/// An editor on one terminal: lines with history, completion, paste, and output above the prompt.
///
/// libedit does the editing, on a thread of its own. It installs no signal handlers: the owner of the process passes
/// SIGINT, SIGWINCH and SIGCONT on as ``interrupt()``, ``resize()`` and ``resume()``. From the first line on, the
/// terminal echoes only lines being edited: input typed between two lines is kept, unseen, for the next one, and
/// Ctrl-C always sends SIGINT. ``close()`` restores the terminal.
public final class LineEditor: Sendable {
    let mailbox: Mailbox
    let terminal: Terminal
    private let printer: PrintQueue
    private let hasBoldLines: Bool
    private let thread: EditorThread
    private let numbers = Mutex(0)

    /// Creates an editor without touching the terminal; its thread starts with the first line.
    /// - Throws: ``LineEditorError`` if the descriptors aren't terminals, or the system has no more descriptors.
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
    /// - Parameter prompt: the text before the line, on one row; control characters are made visible.
    /// - Parameter text: the initial text of the line.
    /// - Returns: the line, or how reading ended without one.
    /// - Throws: `CancellationError` if the task is cancelled; the terminal then has its own modes until the next
    ///   line. ``LineEditorError`` if the editor can't start.
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

    /// Adds an entry to the history, in memory and in the file, unless it is empty, starts with a space, or repeats
    /// the previous entry. It is available from the next ``line(prompt:text:)``. A closed editor ignores entries.
    public func remember(_ entry: String) {
        mailbox.remember(entry)
        // If the thread can't start, `line` has reported that, or will.
        try? thread.start()
    }

    /// The history entries of all editors that share the file, oldest first. Waits until a line being read has ended.
    /// A closed editor returns none.
    public func history() async -> [String] {
        // If the thread can't start, `line` has reported that, or will.
        guard (try? thread.start()) != nil, thread.isRunning else { return [] }
        return await withCheckedContinuation { mailbox.sendHistory($0) }
    }

    /// The entries in the history file at `path`, oldest first; none if there is no file.
    /// - Throws: ``LineEditorError`` if the file can't be read.
    public static func history(inFile path: String) throws -> [String] {
        do {
            return try HistoryFile(path: path, size: 10_000).load()
        } catch {
            throw LineEditorError(description: error.reason + ".")
        }
    }

    /// Ends the current or next line as ``Reading/interrupted``, like Ctrl-C. If there is no such line, the
    /// interruption is kept for ``takeInterruption()``. Callable from any thread, but not from a signal handler.
    public func interrupt() { mailbox.interrupt() }

    /// Whether ``interrupt()`` was called since the last line ended, as by Ctrl-C right after Enter, meant for what
    /// that line started. Calling this, or reading the next line, clears it.
    public func takeInterruption() -> Bool { mailbox.takeInterruption() }

    /// Redraws the line after the terminal was resized (SIGWINCH).
    public func resize() { mailbox.resize() }

    /// Resets text attributes before the process is stopped (SIGTSTP); ``resume()`` draws the line again.
    public func suspend() {
        if hasBoldLines { printer.writeIfEditing(EditLineSession.plain) }
    }

    /// Takes the terminal back when a stopped process continues (SIGCONT).
    public func resume() { mailbox.resume() }

    /// Prints rows of text: above the prompt while a line is being edited, otherwise directly. Adds a missing final
    /// newline. The text is written as it is, control sequences included.
    public func print(_ text: String) {
        if printer.print(text) { mailbox.wakeUp.ring() }
    }

    /// Prints rows of text above the prompt like ``print(_:)``. Without a prompt, waits for the next one, because
    /// another program may have the terminal.
    public func announce(_ text: String) {
        if printer.announce(text) { mailbox.wakeUp.ring() }
    }

    /// Restores the terminal's own modes until the next line, for another program or for input without libedit, such
    /// as a password. Waits until a line being read has ended.
    public func release() async {
        guard thread.isRunning else { return }
        await withCheckedContinuation { mailbox.release($0) }
    }

    /// Closes the editor: a line being edited ends as ``Reading/endOfFile``, libedit is freed, the terminal is
    /// restored with its unread input, and the thread ends.
    public func close() async {
        mailbox.close()
        guard let thread = thread.take() else { return }
        await withCheckedContinuation { mailbox.awaitEnd($0) }
        thread.join()
    }
}

/// Why an editor or a line can't be provided.
public struct LineEditorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The failure and what to do, as a sentence.
    public let description: String

    static func notATerminal(_ descriptor: Int32) -> LineEditorError {
        LineEditorError(
            description:
                "File descriptor \(descriptor) isn't a terminal. The line editor needs a terminal.")
    }

    static func system(_ action: String, code: Int32) -> LineEditorError {
        LineEditorError(description: "The line editor couldn't \(action): \(SystemFailure(errno: code)).")
    }

    static let noEditor = LineEditorError(
        description: "The line editor couldn't start: libedit couldn't be initialized for this terminal.")
}
