import InputSources
import Nx1Client
import RowSources
import ShellInput
import ShellOutput
import ShellRuns
import ShellText

/// A row source with its display name.
struct RowInput: Sendable {
    let source: any RowSource
    /// The name that errors show before the line number.
    let name: String
    /// Whether the rows come from standard input.
    var isStandardInput = false

    /// The place of a row, as errors show it.
    func place(of row: Row) -> String {
        row.line.map { "\(name):\($0)" } ?? "row \(row.ordinal) of \(name)"
    }
}

extension Session {
    /// The rows that `word` refers to: `-` is standard input, `@RUN` the answer of a run, and anything else a
    /// file.
    /// - Throws: ``Complaint`` or `RowSourceError` if the rows can't be read; the errors of waiting for the
    ///   run.
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
