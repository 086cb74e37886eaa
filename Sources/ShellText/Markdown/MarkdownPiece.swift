/// A part of a block's text that has the same marks throughout.
package struct MarkdownPiece: Sendable, Equatable {
    /// The characters; a newline is a hard break.
    package let text: String
    package let marks: MarkdownText.Marks
    /// The address that the text links to.
    package let address: String?
}

extension MarkdownDocument {
    /// The pieces of a text, in order.
    package func pieces(of text: MarkdownText) -> [MarkdownPiece] {
        guard !text.runs.range.isEmpty else {
            return [MarkdownPiece(text: self.text(text.bytes), marks: [], address: nil)]
        }
        var start = text.bytes.range.lowerBound
        return runs[text.runs.range].map { run in
            defer { start = run.end }
            return MarkdownPiece(
                text: self.text(Stretch(start..<run.end)), marks: run.marks, address: address(run.address))
        }
    }
}
