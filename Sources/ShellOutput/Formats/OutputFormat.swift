import Nx1Values
package import ShellText

/// An output format for answers (`-o`, `:format`). To add one, write a file with a value of this type, and list it in
/// ``all``.
public struct OutputFormat: Sendable {
    /// The name that selects the format.
    public let name: String
    /// A short description.
    public let summary: String
    /// Formats a finished run for a page. Returns nil if the run has no answer to show.
    /// - Throws: ``Complaint`` if the format shows one part of an answer that has several.
    package let run: @Sendable (RunReport, Page) throws(Complaint) -> Shown?
    /// Formats a command's reply.
    package let reply: @Sendable (Reply, Page) -> Shown?
    /// The shared table of many lines' answers; nil if each answer is written separately.
    package var ofManyLines: TableOfLines?
    /// Returns the format for a part of the answer, given the text after the colon, as in `csv:2`; nil if there are no
    /// parts.
    package var part: (@Sendable (String) throws(Complaint) -> OutputFormat)?

    /// A table with one row per line, answered or not.
    package struct TableOfLines: Sendable {
        /// Returns the header, given the columns of the source rows.
        package let head: @Sendable ([String]) -> String
        /// Returns the row of a run.
        package let row: @Sendable (RunReport) -> Shown
    }

    /// All formats, in the order of the help.
    public static let all: [OutputFormat] = [
        .auto, .text, .markdown, .json, .jsonl, .table, .vertical, .csv, .tsv, .html, .code,
    ]

    /// Returns the format with a name.
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
