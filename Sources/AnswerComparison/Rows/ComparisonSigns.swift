/// The signs of comparisons that aren't ASCII, or what stands for them.
package struct ComparisonSigns: Sendable, Hashable {
    let arrow: String
    /// The sign of a difference below zero.
    let minus: String
    let ellipsis: String
    /// What stands between the cells of a key.
    let between: String

    /// For a terminal or a file in UTF-8.
    package static let unicode = ComparisonSigns(arrow: "→", minus: "−", ellipsis: "…", between: " · ")
    /// For everything else.
    package static let ascii = ComparisonSigns(arrow: "->", minus: "-", ellipsis: "...", between: ", ")
}

/// Where a comparison is read, and how much of it is shown.
struct ComparisonPage {
    /// The columns of the window; nil where there is none.
    let columns: Int?
    /// Whether colours say what was removed and added within a line; without them brackets do.
    let isStyled: Bool
    let signs: ComparisonSigns
    /// The most changes of a part that are shown; nil: all.
    let limit: Int?
}
