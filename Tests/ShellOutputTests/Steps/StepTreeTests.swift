import Foundation
import Nx1Client
import TestSupport
import Testing

@testable import ShellOutput
@testable import ShellText

@Suite("The tree of a run's steps")
struct StepTreeTests {
    static func report(_ events: some Sequence<CrewEvent>, dropped: Int = 0) -> StepReport {
        var run = RunSteps()
        for event in events { run.add(event, at: .zero) }
        return report(run.steps, tokens: run.tokens, dropped: dropped)
    }

    static func report(_ steps: [RunStep], tokens: TokenUsage? = nil, dropped: Int = 0) -> StepReport {
        StepReport(
            correlationID: "01", crew: .ask, status: .completed, elapsed: .milliseconds(2_140),
            tokens: tokens, steps: steps, dropped: dropped)
    }

    private func page(columns: Int?) -> Page {
        var page = Page.endless
        page.columns = columns
        return page
    }

    /// The output for a terminal or a pipe.
    private func text(_ report: StepReport, columns: Int? = nil) -> String {
        let page = page(columns: columns)
        return String(decoding: TerminalText(StepTree(report, on: page).rows, on: page).bytes, as: UTF8.self)
            .replacing("\u{1B}", with: "␛")
    }

    private func golden(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: folder.appending(path: "Golden/\(name)"), encoding: .utf8)
    }

    @Test("The trees of real crews match the golden files", arguments: Recording.all)
    func recordings(_ recording: Recording) throws {
        let report = Self.report(try recording.events())
        #expect(try text(report) == golden("steps-\(recording.name).txt"))
        #expect(try text(report, columns: 60) == golden("steps-\(recording.name)-60.txt"))
    }

    @Test("No row is wider than the window", arguments: Recording.all, [40, 60, 80])
    func width(_ recording: Recording, columns: Int) throws {
        let rows = StepTree(Self.report(try recording.events()), on: page(columns: columns)).rows.rows
        #expect(rows.count > 3)
        for row in rows { #expect(row.width <= columns, "\(row.text)") }
    }

    @Test("The tree says how many steps weren't stored")
    func dropped() {
        let step = RunStep(id: "a", kind: .task, name: "Count", state: .done)
        #expect(
            text(Self.report([step], dropped: 1_200))
                .hasPrefix("… 1,200 older steps weren't stored: the run has too many\n"))
    }

    @Test("The tree says which steps are truncated")
    func truncated() {
        var step = RunStep(id: "a", kind: .tool, name: "run_sql", state: .done)
        #expect(!text(Self.report([step])).contains("truncated"))
        step.isCut = true
        #expect(text(Self.report([step])).contains("(truncated: too long to store)\n"))
    }

    @Test("Control sequences from outside are shown, not obeyed")
    func hostile() {
        var step = RunStep(id: "a", kind: .tool, name: "run\u{1B}[2J", state: .failed)
        step.arguments = ["query": "SELECT '\u{1B}]0;title\u{7}'"]
        step.output = "\u{9B}31m\u{202E}abc"
        step.error = "\u{1B}[?1049h"
        let rows = text(Self.report([step]), columns: 80)
        #expect(!rows.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
        #expect(!rows.contains("\u{202E}"))
    }
}
