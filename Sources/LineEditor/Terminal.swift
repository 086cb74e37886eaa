import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal of an editor: two file descriptors, and the terminal's original modes.
///
/// From the first line until `close`, the terminal is in one of two states, both with ISIG (so Ctrl-C is still
/// SIGINT), without echo and without the kernel's line editing:
/// - While a line is edited, libedit's. It exchanges CR and LF (ICRNL, INLCR): Enter is read as LF, Ctrl-J as CR.
/// - Between two lines, effectively the same. Input stays in the kernel's queue, as keys: it doesn't mix with a run's
///   output, isn't cut at the 4,095 bytes of a cooked line, and the next line reads it with backspace, arrows and
///   pastes intact. Only while listening for a key is one byte read, to see whether it is that key; if not, the next
///   line gets it first.
struct Terminal: Sendable {
    let input: Int32
    let output: Int32

    /// Whether the terminal understands the control sequences of ECMA-48, like all current terminals except
    /// `TERM=dumb`.
    let understandsSequences: Bool

    private let original: termios

    /// - Throws: ``LineEditorError`` if a descriptor isn't a terminal.
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

    /// Restores the terminal's original modes. Unread input stays in its queue.
    func restore() {
        var modes = original
        while tcsetattr(input, TCSADRAIN, &modes) == -1, errno == EINTR {}
    }

    /// The size in characters; 24 by 80 if the terminal doesn't report one.
    var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(input, UInt(TIOCGWINSZ), &size) == 0 else { return (24, 80) }
        return (size.ws_row < 1 ? 24 : Int(size.ws_row), size.ws_col < 2 ? 80 : Int(size.ws_col))
    }

    /// The number of typed bytes not read yet.
    var unreadBytes: Int {
        var count: Int32 = 0
        return ioctl(input, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Writes the whole text. Errors are ignored: if the terminal is gone, reading reports the end.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            do { try Descriptor.write(UnsafeRawBufferPointer(bytes), to: output) } catch { return }
        }
    }
}
