import Foundation
import Nx1Events
import Nx1Values
import RunJournal
import ShellReports
import Testing

@Suite("Reports as HTML pages")
struct ReportPageTests {
    @Test("The page matches the golden file")
    func golden() throws {
        #expect(try ReportPage(SampleReport.report).text == GoldenReport.text("report.html"))
    }

    @Test("The page is self-contained and has no scripts")
    func oneFile() {
        let page = ReportPage(SampleReport.report).text
        #expect(
            page.contains(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
            ))
        let tags = page.split(separator: "<").dropFirst().map { $0.prefix { $0 != ">" } }
        let names = Set(
            tags.map { String($0.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }) })
        #expect(
            names.isDisjoint(with: ["script", "iframe", "object", "embed", "svg", "base", "form", "b", "i"]))
        for tag in tags {
            #expect(!tag.contains(" on") || tag.hasPrefix("meta"), "\(tag)")
            for attribute in [" src=\"", " srcset=\"", "<link href=\""] where tag.contains(attribute) {
                #expect(tag.contains(" src=\"data:image/svg+xml;base64,"), "\(tag)")
            }
        }
        #expect(!page.contains("@import") && !page.contains("url("))
    }

    @Test("The page of a single run has its question as the heading, with the answer's headings below")
    func single() {
        let page = ReportPage(Report(made: SampleReport.moment, entries: [SampleReport.late])).text
        #expect(page.contains("<title>Which carriers ship late?</title>"))
        #expect(page.contains("<h1>Which carriers ship late?</h1>") && page.contains("<h2>Late orders</h2>"))
        #expect(!page.contains("<nav"))
    }

    @Test("The page of several runs without a title has the date as the heading")
    func untitled() {
        let entries = [SampleReport.late, SampleReport.failed]
        let page = ReportPage(Report(made: SampleReport.moment, entries: entries)).text
        #expect(page.contains("<h1>Report, 2026-11-25</h1>"))
    }

    @Test("Untrusted text is shown as text", arguments: HostileText.snippets)
    func hostile(_ text: String) {
        var entry = ReportEntry(
            correlationID: text, began: ReportMoment(local: text, timestamp: text), outcome: .failed(text))
        entry.question = text
        entry.crew = CrewType(rawValue: text)
        entry.inputs = [.init(name: text, text: text)]
        var step = RunStep(id: "s", kind: .tool, name: text, state: .failed)
        (step.agent, step.note, step.error, step.failures, step.attempts) = (
            text, text, text + "!", [text], 2
        )
        step.arguments = ["query": .string("SELECT " + text)]
        step.output = [["a": .string(text)], [text: "b"]]
        var other = RunStep(id: "t", kind: .tool, name: text, state: .done)
        other.arguments = [text: [.string(text)]]
        other.output = .string(text)
        entry.steps = [step, other]
        let page = ReportPage(Report(title: text, made: SampleReport.moment, entries: [entry, entry])).text
        let plain = ReportPage(
            Report(
                title: "x", made: SampleReport.moment,
                entries: [entry, entry].map { entry in
                    var plain = ReportEntry(
                        correlationID: "x", began: SampleReport.moment, outcome: .failed("x"))
                    plain.question = "x"
                    return plain
                })
        ).text
        // Compared with a page of plain text, only elements of Markdown are added.
        let elements = Set(Self.elements(page))
        #expect(elements.subtracting(Self.elements(plain)).isSubset(of: Self.others), "\(elements)")
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }

    private static let others: Set = [
        "p", "br", "details", "summary", "dl", "dt", "dd", "ul", "li", "span", "div", "pre", "code", "table",
        "thead",
        "tbody", "tr", "th", "td",
    ]

    private static func elements(_ html: String) -> [String] {
        html.split(separator: "<").dropFirst().map { tag in
            String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }).lowercased()
        }
    }
}

@Suite("Reports as Markdown")
struct ReportDocumentTests {
    @Test("The Markdown matches the golden file")
    func golden() throws {
        #expect(try ReportDocument(SampleReport.report).text == GoldenReport.text("report.md"))
    }

    @Test("Untrusted text adds no HTML to the folds", arguments: HostileText.snippets)
    func hostile(_ text: String) {
        var entry = ReportEntry(correlationID: text, began: nil, outcome: .answered(.string(text)))
        entry.question = text
        entry.inputs = [.init(name: text, text: text)]
        var step = RunStep(id: "s", kind: .tool, name: text, state: .failed)
        (step.note, step.error) = (text, text)
        step.arguments = [text: [.string(text)]]
        step.output = [["a": .string(text)]]
        entry.steps = [step]
        let document = ReportDocument(Report(title: text, made: SampleReport.moment, entries: [entry])).text
        var fence: Substring?
        for row in document.split(separator: "\n", omittingEmptySubsequences: false) {
            let start = row.drop { " >-".contains($0) }
            let ticks = start.prefix { $0 == "`" }
            if let open = fence {
                if ticks.count >= open.count, ticks.count == start.count { fence = nil }
                continue
            }
            if ticks.count >= 3 {
                fence = ticks
                continue
            }
            // Outside of code, `<` starts only a fold, or a line break in a cell.
            var rest = Self.withoutCode(row)[...]
            while let place = rest.firstIndex(of: "<") {
                rest = rest[place...]
                let isOurs = ["<details>", "</details>", "<summary>", "</summary>", "<br>", "<http"].contains(
                    where: rest.hasPrefix)
                #expect(isOurs, "\(row)")
                rest = rest.dropFirst()
            }
        }
        #expect(fence == nil, "\(document)")
    }

    /// Removes code spans and link addresses from a row.
    private static func withoutCode(_ row: Substring) -> String {
        row.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
            .replacing("](<", with: "](")
    }
}

@Suite("Report entries")
struct ReportEntryTests {
    private static func entry(_ change: (inout JournalEntry) -> Void) -> ReportEntry {
        var entry = JournalEntry(
            sentID: "a", correlationID: "b", host: "h", profile: nil, crew: .ask,
            input: ["question": "Why?", "days": 7],
            question: "Why?", origin: .init(source: "prompt"), began: 1_764_000_000_000)
        change(&entry)
        return ReportEntry(entry, StoredSteps([]))
    }

    @Test("An entry has the crew's inputs other than the question")
    func inputs() {
        #expect(Self.entry { _ in }.inputs == [.init(name: "days", text: "7")])
        let longer = Self.entry { $0.input = ["question": "Before: …\n\nWhy?"] }
        #expect(longer.inputs == [.init(name: "question", text: "Before: …\n\nWhy?")])
    }

    @Test("An entry states the run's outcome")
    func outcomes() {
        #expect(Self.entry { _ in }.outcome == .working)
        #expect(Self.entry { $0.status = .running }.outcome == .working)
        #expect(Self.entry { ($0.status, $0.answer) = (.completed, "42") }.outcome == .answered("42"))
        #expect(Self.entry { $0.status = .completed }.outcome == .unknown)
        let failed = Self.entry {
            ($0.status, $0.failure) = (.failed, .init(code: .runFailed, message: "boom"))
        }
        #expect(failed.outcome == .failed("The run failed: boom"))
        let refused = Self.entry { $0.failure = .init(code: .refused, message: "no") }
        #expect(refused.outcome == .failed("The run wasn't started: no"))
    }

    @Test("An entry without a question is headed by its crew, and one without an answer says so")
    func withoutWords() {
        var entry = ReportEntry(correlationID: "a", began: SampleReport.moment, outcome: .unknown)
        entry.crew = .ask
        let document = ReportDocument(Report(made: SampleReport.moment, entries: [entry, entry])).text
        #expect(document.contains("A run of the crew ask"))
        #expect(document.contains("The answer isn't in the journal."))
        let page = ReportPage(Report(made: SampleReport.moment, entries: [entry, entry])).text
        #expect(
            page.contains("A run of the crew ask") && page.contains("The answer isn&#39;t in the journal."))
    }

    @Test("A step that the journal truncated is marked as such")
    func truncatedStep() {
        var step = RunStep(id: "a", kind: .tool, name: "run_sql", state: .done)
        step.arguments = ["query": "SELECT 1"]
        step.isCut = true
        var entry = ReportEntry(
            correlationID: "a", began: SampleReport.moment, outcome: .answered("42"))
        entry.steps = [step]
        let report = Report(made: SampleReport.moment, entries: [entry])
        #expect(ReportDocument(report).text.contains("Truncated: too long to store."))
        #expect(ReportPage(report).text.contains("Truncated: too long to store."))
    }
}

/// The expected reports.
enum GoldenReport {
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
}
