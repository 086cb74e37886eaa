import Nx1Client
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let steps = Command(
        name: "steps", group: .runs, usage: "[RUN] [--sql]",
        summary: "what the crew did: tasks, tools, arguments, outputs",
        details: """
            Arguments and outputs are shown whole. The steps of a run are in the journal,
            so this works without the service; runs that aren't there are fetched from it.
            --sql shows only the queries that tools were given, in the order in which they
            ran and each ended with a semicolon. Those that failed have a comment above.
            The exit status is 1 if there are no steps, or no queries.
            """,
        examples: [
            .init(":steps", "of the last run"),
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
        // The tree says so itself.
        if report.dropped > 0,
            onlyQueries || !["auto", "text"].contains(invocation.line.settings.format.name)
        {
            invocation.console.note(
                "The \(report.dropped.counted("oldest step")) were too many to keep, and are missing.")
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
                .noSteps, "No steps are known of the run \(report.correlationID): no events came."))
    }

    fileprivate static func noQueries(of report: StepReport) -> ShownFailure {
        ShownFailure(
            reply: .table(columns: ["query", "error"], rows: [], data: .array([])),
            complaint: Complaint(
                .noQueries, "No tool of the run \(report.correlationID) was given a query.",
                advice: ":steps shows what they were given."))
    }
}
