import Nx1Events
import ShellText

/// The last rows of what an agent is writing: its thought dimmed, its answer laid out as the answer that it will be.
struct WritingRows {
    /// At most the number of rows that was asked for, each fit for the window.
    private(set) var rows: [StyledText] = []

    /// - Parameters:
    ///   - columns: the width of the window, without its last column.
    ///   - indent: how far the rows are indented.
    ///   - most: how many rows there may be.
    init(_ writing: AgentWriting, thinking: String, columns: Int, indent: Int, most: Int, page: Page) {
        let columns = max(8, columns - indent)
        if let answer = writing.answer, !answer.isEmpty {
            rows = Self.answer(answer, columns: columns, page: page)
        } else {
            let texts = [thinking, writing.thought].filter { !$0.isEmpty }
            rows = texts.flatMap { Self.paragraph($0, columns: columns) }
            if let action = writing.action, !action.isEmpty {
                let call = [action, writing.actionInput.map(Self.gist) ?? ""].map(StepSummary.line)
                    .filter { !$0.isEmpty }.joined(separator: "  ")
                rows.append(StyledText(StepRow.fitted(call, into: columns), .dim))
            }
        }
        rows = rows.suffix(most).map { row in
            var indented = StyledText(String(repeating: " ", count: indent))
            indented.append(row)
            return indented
        }
    }

    /// What a tool is about to get, in the words of the row that its call will have.
    private static func gist(_ input: String) -> String {
        guard let start = input.utf8.first, "{[".utf8.contains(start) else { return input }
        return UnfinishedJSON(input).value.map { ToolArguments($0).gist } ?? ""
    }

    private static func answer(_ text: String, columns: Int, page: Page) -> [StyledText] {
        var page = page
        page.columns = columns
        guard let document = MarkdownDocument(text) else { return paragraph(text, columns: columns) }
        return MarkdownLayout(document, on: page).rows.rows
    }

    private static func paragraph(_ text: String, columns: Int) -> [StyledText] {
        var broken = StyledText()
        broken.appendRows(of: StyledText(text, .dim), columns: columns)
        return broken.rows
    }
}
