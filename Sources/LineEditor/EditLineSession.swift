import CLibEdit
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// libedit on one terminal. Made, used and ended by one thread, the editor's: it is not Sendable, and nothing of it
/// leaves that thread.
final class EditLineSession {
    let configuration: LineEditor.Configuration
    let terminal: Terminal
    let mailbox: Mailbox
    let printer: PrintQueue
    let history: SessionHistory
    let editor: OpaquePointer

    /// The prompt of this line, as libedit wants it, and as text.
    var prompt: UnsafeMutableBufferPointer<wchar_t> = .allocate(capacity: 0)
    var promptText = ""

    /// Why libedit gets no more keys for this line.
    var outcome: Outcome?
    var escapes = EscapeDecoder()
    /// When the last byte of an unfinished sequence came.
    var lastByte = ContinuousClock.now
    var decoder = KeyDecoder()
    /// Whether the last key was Ctrl-V, which takes the next one as text.
    var isQuoting = false
    /// Characters that are read and not yet asked for.
    var characters: [Unicode.Scalar] = []
    /// Bytes that were read together with a paste and stand behind it, or while a key was listened for.
    var readAhead: ArraySlice<UInt8> = []
    /// The listening for a key between two lines.
    var hearing: KeyHearing?
    var pastesInBrackets = false
    /// What is to stand in the line at first.
    var firstText = ""
    /// The way through the history, as long as the line is what it has put there.
    var walk: HistoryWalk?
    /// The line as it was looked at last.
    var shown: (text: [Unicode.Scalar], cursor: Int) = ([], 0)
    /// What is asked below the line, while an answer is waited for.
    var question: String?
    /// Whether the terminal is in one of libedit's modes, and not in its own.
    var holdsTerminal = false

    private let streams: [UnsafeMutablePointer<FILE>]

    enum Outcome: Equatable {
        case interrupted, cancelled, endOfFile
        case forEditor(String)
    }

    /// termcap, on which libedit stands, has global state while an editor is made.
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
            // As a number, since the pointer is not Sendable and this thread is the only one that gets it.
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

    /// Frees libedit and gives the terminal back, with what was typed and not read.
    func end() {
        release()
        // With editing on, libedit would throw the unread keys away.
        libedit_set_editing(editor, 0)
        Self.making.withLock { _ in el_end(editor) }
        prompt.deallocate()
        for stream in streams { fclose(stream) }
        terminal.restore()
    }

    /// The session behind an editor that libedit hands to a callback.
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
