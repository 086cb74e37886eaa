/// A subscriber to a key that is pressed between two lines.
struct KeyListener: Sendable {
    /// Distinguishes it from the next one.
    let number: Int
    let key: UInt8
    /// Whether something had been typed before that hasn't been read yet.
    let isLate: Bool
    let report: @Sendable (LineEditor.KeyPress) -> Void
}

extension LineEditor {
    /// An event about a key between two lines.
    public enum KeyPress: Sendable, Equatable {
        /// The key was pressed alone.
        case pressed
        /// The key wasn't meant as a command: it was the beginning of a text, which goes to the next line.
        case takenBack
    }

    /// Reports a key while no line is being read, until ``stopListening()`` or the next listener.
    ///
    /// Only a key pressed alone counts. After any other key, or if something was typed before, nothing more is
    /// reported: all input is kept, in order, for the next line. If the terminal itself edits lines (`TERM=dumb`, or
    /// `edit off` in `~/.editrc`), and before the first line, no key is reported.
    /// - Parameters:
    ///   - key: its byte, in ASCII.
    ///   - report: is called on the editor's thread, and should return quickly.
    public func listen(for key: UInt8, _ report: @escaping @Sendable (KeyPress) -> Void) {
        mailbox.listen(for: key, isLate: terminal.unreadBytes != 0, report)
    }

    /// Ends ``listen(for:_:)``.
    public func stopListening() {
        mailbox.stopListening()
    }

    /// Discards keys that were read from the terminal for the next line, as the terminal itself does on Ctrl-C.
    public func forgetKeys() {
        mailbox.forgetKeys()
    }
}
