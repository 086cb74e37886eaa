import FoundationEssentials
import Nx1Events
import ShellOutput
import ShellText

/// A report as Markdown. Its only HTML are the elements that fold steps, queries and long inputs.
package struct ReportDocument {
    private var rows: [String] = []
    private let report: Report

    /// The content of the file.
    package var text: String { rows.joined(separator: "\n") + "\n" }

    package init(_ report: Report) {
        self.report = report
        if let title = report.heading { append(["# " + MarkdownEscaping.line(title)]) }
        for entry in report.entries { append(entry) }
        append(["---"])
        append(["Created \(report.made.local) with nx1sh"])
    }

    /// Appends a block after a blank line.
    private mutating func append(_ block: [String]) {
        if block.isEmpty { return }
        if !rows.isEmpty { rows.append("") }
        rows += block
    }

    private mutating func append(_ entry: ReportEntry) {
        let level = report.entryLevel
        append([String(repeating: "#", count: level) + " " + MarkdownEscaping.line(entry.heading)])
        let facts = [entry.crew.map { MarkdownEscaping.line($0.rawValue) }, entry.began?.local]
        let all = facts.compactMap(\.self) + entry.measures + [MarkdownEscaping.codeSpan(entry.correlationID)]
        append([all.joined(separator: " · ")])
        if let question = entry.longQuestion {
            append(MarkdownEscaping.rows(question).map { $0.isEmpty ? ">" : "> " + $0 })
        }
        append(
            entry.inputs.filter { !$0.isLong }.flatMap { input in
                var rows = MarkdownEscaping.rows(input.text)
                rows[0] = "**" + MarkdownEscaping.line(input.name) + "**: " + (rows.first ?? "")
                return MarkdownSource.item(rows)
            })
        for input in entry.inputs where input.isLong {
            appendFold(
                "Input: " + MarkdownEscaping.line(input.name),
                of: MarkdownEscaping.codeBlock(input.text, language: "text"))
        }
        if let answer = entry.answer {
            append(MarkdownSource.rows(of: answer, headingAbove: level))
        } else if let obstacle = entry.obstacle {
            append(MarkdownEscaping.rows(obstacle).map { $0.isEmpty ? ">" : "> " + $0 })
        }
        for picture in entry.pictures {
            append(["![Chart](data:image/svg+xml;base64,\(Data(picture.utf8).base64EncodedString()))"])
        }
        appendWork(of: entry)
    }

    private mutating func appendWork(of entry: ReportEntry) {
        let account = entry.account
        if !account.isEmpty {
            let dropped = entry.droppedSteps
            let more =
                dropped > 0 ? [StepReport.droppedNote(dropped) + ".", ""] : []
            appendFold("Steps (\(account.total))", of: more + StepsMarkdown(account).rows)
        }
        let queries = entry.queries
        if !queries.isEmpty {
            appendFold(
                "SQL (\(queries.count))", of: MarkdownEscaping.codeBlock(queries.text, language: "sql"))
        }
    }

    private mutating func appendFold(_ title: String, of block: [String]) {
        append(["<details>", "<summary>\(title)</summary>"])
        append(block)
        append(["</details>"])
    }
}

/// The steps of a run as nested lists.
struct StepsMarkdown {
    private(set) var rows: [String] = []

    init(_ steps: [StepAccount]) {
        rows = steps.flatMap { MarkdownSource.item(Self.rows(of: $0)) }
    }

    private static func rows(of step: StepAccount) -> [String] {
        let facts = [
            step.agent.map(MarkdownEscaping.line), step.time, step.tries > 1 ? "\(step.tries) tries" : nil,
        ]
        let title = [step.state.sign + " " + MarkdownEscaping.line(step.name)] + facts.compactMap(\.self)
        var rows = [title.joined(separator: " · ")]
        func add(_ block: [String]) { rows += [""] + block }
        if let note = step.note { add(MarkdownEscaping.rows(note)) }
        if let given = step.given { add(block(of: given)) }
        if !step.inside.isEmpty { add(StepsMarkdown(step.inside).rows) }
        if let output = step.output { add(["Output:", ""] + block(of: output)) }
        for failure in step.failures {
            let text = MarkdownEscaping.rows(failure)
            add(["Failed: " + (text.first ?? "")] + text.dropFirst())
        }
        if step.isCut { add([StepReport.truncatedNote]) }
        return rows
    }

    private static func block(of content: StepAccount.Content) -> [String] {
        switch content {
        case .text(let text): MarkdownEscaping.codeBlock(text, language: "text")
        case .json(let text): MarkdownEscaping.codeBlock(text, language: "json")
        case .query(let text): MarkdownEscaping.codeBlock(text, language: "sql")
        case .table(let table): MarkdownSource.rows(of: table)
        }
    }
}
