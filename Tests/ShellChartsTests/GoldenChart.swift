import Foundation
import Nx1Events
import ShellText

@testable import ShellCharts

/// An expected chart in a text file; `␛` stands for ESC.
enum GoldenChart {
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The tables of an answer in a file.
    static func tables(_ name: String) throws -> [ResultTable] {
        let text = try text(name)
        let value = name.hasSuffix(".json") ? try JSONValue(parsing: text) : .string(text)
        return AnswerParts(value).tables
    }

    /// The output for a chart, in the format of the files.
    static func of(_ chart: Chart, columns: Int, isStyled: Bool = false, _ signs: ChartSigns = .unicode)
        -> String
    {
        let page = Page(columns: columns, isStyled: isStyled)
        return String(
            decoding: TerminalText(ChartText(chart, on: page, signs).rows, on: page).bytes, as: UTF8.self
        )
        .replacing("\u{1B}", with: "␛")
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
}

/// Parses a Markdown table.
func table(_ rows: String...) throws -> ResultTable {
    let titles = rows[0].split(separator: "|", omittingEmptySubsequences: false)
    let rule = titles.map { _ in "---" }.joined(separator: "|")
    let text = ([rows[0], rule] + rows.dropFirst()).map { "|\($0)|\n" }.joined()
    guard let table = AnswerParts(.string(text)).tables.first else { throw NoTable() }
    return table
}

struct NoTable: Error {}

extension Chart {
    /// The rows of the chart without colours.
    func rows(_ columns: Int = 60, _ signs: ChartSigns = .unicode) -> [String] {
        ChartText(self, on: Page(columns: columns), signs).rows.rows.map(\.text)
    }
}
