import Nx1Values
package import ShellText

/// A form in which answers are written (`-o`, `:format`). A new one is a file with a row of this type, and a place in `all`.
public struct OutputFormat: Sendable {
    /// The word that picks it.
    public let name: String
    /// What it is, in half a line.
    public let summary: String
    /// One finished run for a page, or nil if it has no answer to show in this form.
    /// - Throws: ``Complaint`` if the answer has several parts of which this form shows one.
    package let run: @Sendable (RunReport, Page) throws(Complaint) -> Shown?
    /// What a command shows.
    package let reply: @Sendable (Reply, Page) -> Shown?
    /// The one table that the answers of many lines are; nil if each stands for itself.
    package var ofManyLines: TableOfLines?
    /// The same form of a part of the answer, by what follows a colon after the name, as in `csv:2`; nil if the form has no parts.
    package var part: (@Sendable (String) throws(Complaint) -> OutputFormat)?

    /// A table with a row for each line's run, answered or not.
    package struct TableOfLines: Sendable {
        /// What stands above it, by the columns of the rows that the lines are for.
        package let head: @Sendable ([String]) -> String
        /// The row of a run.
        package let row: @Sendable (RunReport) -> Shown
    }

    /// All of them, in the order in which help names them.
    public static let all: [OutputFormat] = [
        .auto, .text, .markdown, .json, .jsonl, .table, .vertical, .csv, .tsv, .html, .code,
    ]

    /// The one of that name.
    public static func named(_ name: String) -> OutputFormat? {
        all.first { $0.name == name }
    }
}

extension RunReport {
    /// The answer, if there is one.
    var answer: CrewResult? {
        result?.failure == nil ? result : nil
    }
}
