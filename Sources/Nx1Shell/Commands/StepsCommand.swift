import Nx1Client
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let steps = Command(
        name: "steps", group: .runs, usage: "[RUN] [--sql]",
        summary: "shows what a crew did: tasks, tools, arguments, outputs",
        details: """
            Arguments and outputs are shown in full. Steps are read from the journal, so
            this works without the service; missing ones are fetched from it.
            --sql shows only the queries that were passed to tools, in the order in which
            they ran, each ending in a semicolon. Failed queries have a comment above them.
            The exit status is 1 if there are no steps, or no queries.
            """,
        examples: [
            .init(":steps", "the steps of the last run"),
            .init(":steps %2 --sql", "the queries of the session's second run"),
        ],
        arguments: [.run, .words(["--sql"])],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let onlyQueries = words.takeFlag("--sql")
        let name = words.next() ?? "last"
        try words.end(of: "steps")
        let report = try await invocation.line.stepReport(on: name)
        // In these formats, the tree itself mentions dropped steps.
        if report.dropped > 0,
            onlyQueries || !["auto", "text"].contains(invocation.line.settings.format.name)
        {
            invocation.console.note(StepReport.droppedNote(report.dropped) + ".")
        }
        if onlyQueries {
            let script = QueryScript(report.steps)
            guard !script.isEmpty else { throw ShownFailure.noQueries(of: report) }
            return Reply(script)
        }
        guard !report.steps.isEmpty else { throw ShownFailure.noSteps(of: report) }
        return Reply(report)
    }
}

extension ShownFailure {
    fileprivate static func noSteps(of report: StepReport) -> ShownFailure {
        ShownFailure(
            reply: .table(columns: report.table.columns, rows: [], data: report.json),
            complaint: Complaint(
                .noSteps, "Run \(report.correlationID) has no steps: no events were received."))
    }

    fileprivate static func noQueries(of report: StepReport) -> ShownFailure {
        ShownFailure(
            reply: .table(columns: ["query", "error"], rows: [], data: .array([])),
            complaint: Complaint(
                .noQueries, "No tool in run \(report.correlationID) was called with a query.",
                advice: ":steps shows the arguments of each call."))
    }
}
