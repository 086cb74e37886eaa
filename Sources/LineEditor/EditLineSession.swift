import CLibEdit
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// libedit on one terminal. Created, used and ended by the editor's thread alone; it isn't Sendable, and nothing of
/// it leaves that thread.
final class EditLineSession {
    let configuration: LineEditor.Configuration
    let terminal: Terminal
    let mailbox: Mailbox
    let printer: PrintQueue
    let history: SessionHistory
    let editor: OpaquePointer

    /// The current line's prompt, as libedit needs it and as text.
    var prompt: UnsafeMutableBufferPointer<wchar_t> = .allocate(capacity: 0)
    var promptText = ""

    /// Why the current line ends early, if it does.
    var outcome: Outcome?
    var escapes = EscapeDecoder()
    /// When the last byte of an unfinished sequence arrived.
    var lastByte = ContinuousClock.now
    var decoder = KeyDecoder()
    /// Whether the last key was Ctrl-V, which makes the next key text.
    var isQuoting = false
    /// Characters already decoded but not yet requested by libedit.
    var characters: [Unicode.Scalar] = []
    /// Bytes read beyond the end of a paste, or while listening for a key.
    var readAhead: ArraySlice<UInt8> = []
    /// The state of listening for a key between two lines.
    var hearing: KeyHearing?
    var pastesInBrackets = false
    /// The initial text of the line.
    var firstText = ""
    /// The walk through the history, valid while the line is the entry it inserted.
    var walk: HistoryWalk?
    /// The line when it was last checked.
    var shown: (text: [Unicode.Scalar], cursor: Int) = ([], 0)
    /// The number of keys since then. libedit alone has drawn what they did.
    var keysSinceMending = 0
    /// The question below the line, while waiting for its answer.
    var question: String?
    /// Whether the terminal is in one of libedit's modes instead of its own.
    var holdsTerminal = false

    private let streams: [UnsafeMutablePointer<FILE>]

    enum Outcome: Equatable {
        case interrupted, cancelled, endOfFile
        case forEditor(String)
    }

    /// termcap, which libedit uses, has global state while an editor is created.
    private static let making = Mutex(())

    init(
        _ configuration: LineEditor.Configuration, terminal: Terminal, history: SessionHistory,
        mailbox: Mailbox,
        printer: PrintQueue
    ) throws(LineEditorError) {
        self.configuration = configuration
        self.terminal = terminal
        self.history = history
        self.mailbox = mailbox
        self.printer = printer
        let streams = [
            try Self.stream(on: terminal.input, mode: "r"), try Self.stream(on: terminal.output, mode: "w"),
        ]
        let made = Self.making.withLock { _ in
            // As a number, because the pointer isn't Sendable; only this thread uses it.
            UInt(bitPattern: el_init(configuration.program, streams[0], streams[1], streams[1]))
        }
        guard let editor = OpaquePointer(bitPattern: made) else {
            for stream in streams { fclose(stream) }
            throw .noEditor
        }
        self.streams = streams
        self.editor = editor
        setUp()
    }

    /// Frees libedit and restores the terminal, leaving unread input in its queue.
    func end() {
        release()
        // With editing on, libedit would discard unread keys.
        libedit_set_editing(editor, 0)
        Self.making.withLock { _ in el_end(editor) }
        prompt.deallocate()
        for stream in streams { fclose(stream) }
        terminal.restore()
    }

    /// The session that belongs to an editor passed to a callback.
    static func of(_ editor: OpaquePointer?) -> EditLineSession? {
        guard let editor, let client = libedit_client(editor) else { return nil }
        return Unmanaged<EditLineSession>.fromOpaque(client).takeUnretainedValue()
    }

    private static func stream(on descriptor: Int32, mode: String) throws(LineEditorError)
        -> UnsafeMutablePointer<FILE>
    {
        // A copy, so that closing the stream leaves the caller's descriptor open.
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy != -1, let stream = fdopen(copy, mode) else {
            throw .system("open the terminal", code: errno)
        }
        return stream
    }
}
