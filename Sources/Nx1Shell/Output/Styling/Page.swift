/// The place where an answer is read: what its layout has to know.
public struct Page: Sendable, Hashable {
    /// Whether a person reads it, and it must not be driven by what is shown.
    var isTerminal = false
    /// The columns of the window; nil where there is none, and nothing is cut.
    var columns: Int?
    /// The rows of the window.
    var rows = 24
    /// Whether it understands colours and styles, and a person wants them.
    var isStyled = false
    /// Whether it makes links of addresses that are sent along with a text (OSC 8).
    var hasLinks = false

    /// A pipe or a file.
    public static let endless = Page()

    /// How many rows `lines` take, with those that the terminal itself breaks.
    func rowCount(of lines: [StyledText]) -> Int {
        guard let columns else { return lines.count }
        return lines.reduce(0) { $0 + max(1, ($1.width + columns - 1) / max(1, columns)) }
    }
}
