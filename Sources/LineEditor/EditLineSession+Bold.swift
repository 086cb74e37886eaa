import CLibEdit

/// Lines in bold. The prompt turns it on, and nothing in a line turns it off: whatever part of it libedit draws anew is
/// bold, too. What is written while a line is edited begins with ``plain``, and ends before the prompt is drawn again.
extension EditLineSession {
    /// Whether this line is bold.
    var isBold: Bool {
        // libedit writes a control sequence only in front of a character.
        configuration.hasBoldLines && terminal.understandsSequences && isEditing && !promptText.isEmpty
    }

    /// What ends the bold text of a line; empty if it isn't bold.
    var plain: String { isBold ? Self.plain : "" }

    /// The prompt for libedit: what turns bold on, between marks, and the text.
    var markedPrompt: String {
        let mark = String(Unicode.Scalar(UInt8(libedit_sequence_mark)))
        return isBold ? mark + "\u{1B}[1m" + mark + promptText : promptText
    }

    /// Turns off whatever look the terminal's text has.
    static let plain = "\u{1B}[0m"
}
