import ShellText

/// The title of a terminal's window while a crew works.
enum WindowTitle {
    /// Keeps the title there is, and shows another.
    ///
    /// `CSI 22;2t` puts the title on the terminal's stack; OSC 2 sets it. What comes from outside is made visible first, so
    /// it can't end the sequence.
    static func push(_ text: String) -> String {
        "\u{1B}[22;2t\u{1B}]2;\(VisibleText.visibleLine(text))\u{1B}\\"
    }

    /// Puts the title back. A terminal without that stack is left with one that is not wrong.
    static let pop = "\u{1B}]2;nx1sh\u{1B}\\\u{1B}[23;2t"
}
