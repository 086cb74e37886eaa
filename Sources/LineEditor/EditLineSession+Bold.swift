import CLibEdit

/// Bold input lines. The prompt turns bold on and nothing in the line turns it off, so any part that libedit redraws is bold.
/// Other output during editing starts with ``plain`` and ends before libedit draws the prompt again.
extension EditLineSession {
    /// Whether this line is bold.
    var isBold: Bool {
        // libedit writes a control sequence only in front of a character.
        configuration.hasBoldLines && terminal.understandsSequences && isEditing && !promptText.isEmpty
    }

    /// The control sequence that ends a bold line; empty if the line isn't bold.
    var plain: String { isBold ? Self.plain : "" }

    /// The prompt for libedit: the text, after the control sequence for bold between libedit's marks.
    var markedPrompt: String {
        let mark = String(Unicode.Scalar(UInt8(libedit_sequence_mark)))
        return isBold ? mark + "\u{1B}[1m" + mark + promptText : promptText
    }

    /// The control sequence that resets all attributes (SGR 0).
    static let plain = "\u{1B}[0m"
}
