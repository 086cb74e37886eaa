/// What Tab asks: the text that is being edited, and where the cursor stands in it.
public struct CompletionRequest: Sendable {
    /// The whole text; a newline for each further row.
    public let line: String

    /// Where the cursor is, between `line.startIndex` and `line.endIndex`.
    public let cursor: String.Index

    /// A request for `line` with the cursor at `cursor`, an index of `line`.
    public init(line: String, cursor: String.Index) {
        self.line = line
        self.cursor = cursor
    }

    /// The text from the start to the cursor: what a completion continues.
    public var textBeforeCursor: String { String(line[..<cursor]) }
}
