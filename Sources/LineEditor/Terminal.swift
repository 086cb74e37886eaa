import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal of an editor: two file descriptors, and the modes that it had before.
///
/// From the first line to `close` the terminal is in one of two states, both with ISIG (so Ctrl-C is still SIGINT), both
/// without echo and without the kernel's own line editing:
/// - while a line is edited, libedit's. It exchanges CR and LF (ICRNL, INLCR): Enter is read as LF, Ctrl-J as CR.
/// - between two lines, the same in effect. What is typed meanwhile stays in the kernel's queue, as keys: it doesn't
///   mix with what a run prints, isn't cut at the 4,095 bytes of a cooked line, and the next line takes it up, with
///   backspace, arrows and pastes in their meaning. Only where a key is listened for, one byte is taken, to see whether
///   it is that key; if not, the next line gets it first.
struct Terminal: Sendable {
    let input: Int32
    let output: Int32

    /// Whether it understands the control sequences of ECMA-48, as everything but `TERM=dumb` does today.
    let understandsSequences: Bool

    private let original: termios

    /// - Throws: ``LineEditorError`` if one of the descriptors is no terminal.
    init(input: Int32, output: Int32, type: String?) throws(LineEditorError) {
        var modes = termios()
        guard tcgetattr(input, &modes) == 0 else { throw .notATerminal(input) }
        guard isatty(output) == 1 else { throw .notATerminal(output) }
        self.input = input
        self.output = output
        original = modes
        let type = type ?? getenv("TERM").map { String(cString: $0) } ?? ""
        understandsSequences = !["", "dumb", "emacs"].contains(type)
    }

    /// Gives the terminal the modes that it had at first. What was typed and not read stays in its queue.
    func restore() {
        var modes = original
        while tcsetattr(input, TCSADRAIN, &modes) == -1, errno == EINTR {}
    }

    /// Rows and columns, in characters; 24 by 80 where the terminal doesn't say.
    var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(input, UInt(TIOCGWINSZ), &size) == 0 else { return (24, 80) }
        return (size.ws_row < 1 ? 24 : Int(size.ws_row), size.ws_col < 2 ? 80 : Int(size.ws_col))
    }

    /// How many bytes were typed and not read.
    var unreadBytes: Int {
        var count: Int32 = 0
        return ioctl(input, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Writes the whole text. A terminal that is gone swallows it: reading tells of the end.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            do { try Descriptor.write(UnsafeRawBufferPointer(bytes), to: output) } catch { return }
        }
    }
}
