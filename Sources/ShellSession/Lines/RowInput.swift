import InputSources
import Nx1Client
import RowSources
import ShellInput
import ShellOutput
import ShellRuns
import ShellText

/// Rows by the name that somebody gave them.
struct RowInput: Sendable {
    let source: any RowSource
    /// What errors call it before the number of a line.
    let name: String
    /// Whether the rows come from standard input.
    var isStandardInput = false

    /// What errors call a row.
    func place(of row: Row) -> String {
        row.line.map { "\(name):\($0)" } ?? "row \(row.ordinal) of \(name)"
    }
}

extension Session {
    /// The rows that a word names: `-` is standard input, `@RUN` the answer of a run, and anything else a file.
    /// - Throws: ``Complaint`` or `RowSourceError` if they can't be read; what waiting for the run throws.
    func rowInput(named word: String, in context: LineContext) async throws -> RowInput {
        if word == "-" {
            let input = try await surroundings.standardInput.rows(for: context.console)
            let source = RowFile(name: "standard input") { try await input.read() }
            return RowInput(source: source, name: "standard input", isStandardInput: true)
        }
        if word.hasPrefix("@") { return try await answerRows(ofRun: String(word.dropFirst()), in: context) }
        let home = surroundings.environment["HOME"] ?? "~"
        let path = word.hasPrefix("~/") ? home + word.dropFirst() : word
        return RowInput(source: try RowFile(path: path, shownPath: word), name: word)
    }

    private func answerRows(ofRun name: String, in context: LineContext) async throws -> RowInput {
        let line = lineRuns(in: context)
        let run = try await line.takeUp(name)
        let answer = try await line.result(of: run).answer
        let short = name.hasPrefix("%") ? name : String(run.record.correlationID.prefix(8))
        let title = "the answer of \(short)"
        let count = AnswerParts(answer).tables.count
        guard count <= 1 else {
            throw Complaint.usage(
                "The answer of \(short) has \(count) tables, not one.",
                advice: "Save one of them first: `:result \(short) -o csv:1 > rows.csv`.")
        }
        return RowInput(source: try AnswerRows(of: answer, name: title), name: title)
    }
}
