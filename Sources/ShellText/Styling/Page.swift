import LineEditor

/// The place where an answer is read: what its layout has to know.
public struct Page: Sendable, Hashable {
    /// Whether a person reads it, and it must not be driven by what is shown.
    package var isTerminal = false
    /// The columns of the window; nil where there is none, and nothing is cut.
    package var columns: Int?
    /// The rows of the window.
    package var rows = 24
    /// Whether it understands colours and styles, and a person wants them.
    package var isStyled = false
    /// Whether it makes links of addresses that are sent along with a text (OSC 8).
    package var hasLinks = false

    package init(
        isTerminal: Bool = false, columns: Int? = nil, rows: Int = 24, isStyled: Bool = false,
        hasLinks: Bool = false
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.rows = rows
        self.isStyled = isStyled
        self.hasLinks = hasLinks
    }

    /// A pipe or a file.
    public static let endless = Page()

    /// How many rows a text takes whose rows end with newlines, with those that the terminal itself breaks.
    package func rowCount(of rows: StyledText) -> Int {
        let columns = max(1, columns ?? .max)
        var count = 0
        rows.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes.end(ofRowFrom: start)
                count += 1
                // A character takes no more columns than bytes.
                if end - start > columns {
                    let width = DisplayWidth.of(row: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                    count += max(0, width - 1) / columns
                }
                start = end + 1
            }
        }
        return count
    }
}
