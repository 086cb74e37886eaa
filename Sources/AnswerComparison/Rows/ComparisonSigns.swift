/// The special characters of comparisons, or their ASCII replacements.
package struct ComparisonSigns: Sendable, Hashable {
    let arrow: String
    /// The sign of a negative difference.
    let minus: String
    let ellipsis: String
    /// The separator of the cells of a key.
    let between: String

    /// The signs for UTF-8 terminals and files.
    package static let unicode = ComparisonSigns(arrow: "→", minus: "−", ellipsis: "…", between: " · ")
    /// The signs for other encodings.
    package static let ascii = ComparisonSigns(arrow: "->", minus: "-", ellipsis: "...", between: ", ")
}

/// The layout options of a comparison.
struct ComparisonPage {
    /// The width of the window; nil if there is none.
    let columns: Int?
    /// Whether styles mark changes within a line. Otherwise brackets do.
    let isStyled: Bool
    let signs: ComparisonSigns
    /// The maximum number of changes to show per part; nil for all.
    let limit: Int?
}
