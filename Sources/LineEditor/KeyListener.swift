/// Who wants to know of a key that is pressed between two lines.
struct KeyListener: Sendable {
    /// Tells one from the next.
    let number: Int
    let key: UInt8
    /// Whether something was typed before, and not read yet.
    let isLate: Bool
    let report: @Sendable (LineEditor.KeyPress) -> Void
}

extension LineEditor {
    /// What is told of a key between two lines.
    public enum KeyPress: Sendable, Equatable {
        /// It was pressed, and nothing else.
        case pressed
        /// It was not meant: it was the beginning of a text, which the next line gets whole.
        case takenBack
    }

    /// Tells of a key while no line is read, until ``stopListening()`` or the next listener.
    ///
    /// Only a key that comes alone counts. From the first other key on, and if something was typed before, nothing is told
    /// any more: all of it waits for the next line, in its order. Where the terminal itself edits the lines
    /// (`TERM=dumb`, or `edit off` in `~/.editrc`), and before the first line, no key is heard.
    /// - Parameters:
    ///   - key: its byte, in ASCII.
    ///   - report: is called on the editor's thread, and should be quick.
    public func listen(for key: UInt8, _ report: @escaping @Sendable (KeyPress) -> Void) {
        mailbox.listen(for: key, isLate: terminal.unreadBytes != 0, report)
    }

    /// Ends ``listen(for:_:)``.
    public func stopListening() {
        mailbox.stopListening()
    }

    /// Forgets keys that were taken from the terminal for the next line: Ctrl-C makes the terminal forget its own.
    public func forgetKeys() {
        mailbox.forgetKeys()
    }
}
