import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let status = Command(
        name: "status", group: .runs, usage: "[RUN] [--now]",
        summary: "shows a run's status and follows it until it ends",
        details: "With --now, it shows the status once and doesn't wait.",
        examples: [
            .init(":status", "follows the last run"),
            .init(":status %2 --now", "the current status of the session's second run"),
        ],
        arguments: [.run, .words(["--now"])],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let onlyNow = words.takeFlag("--now")
        let name = words.next() ?? "last"
        try words.end(of: "status")
        let run = try await invocation.line.takeUp(name)
        if onlyNow {
            guard try await invocation.line.look(at: run) != nil else {
                throw invocation.line.words.unknown(run.record, advice: "The run may not have started.")
            }
        } else {
            do {
                _ = try await invocation.line.follow(run)
            } catch let complaint as Complaint where complaint.failedRun == run.number {
                // The record in the reply already names the run.
                let bare = Complaint(complaint.kind, complaint.message)
                throw ShownFailure(reply: Reply(run.record), complaint: bare)
            }
        }
        return Reply(run.record)
    }
}

extension Reply {
    /// The status of a run.
    fileprivate init(_ run: SessionRun) {
        self = .facts([
            .init("run", .string("%\(run.number)")),
            .init("correlation_id", .string(run.correlationID)),
            .init("crew", run.crew.map { .string($0.rawValue) } ?? .null),
            .init("status", run.status.map { .string($0.rawValue) } ?? .null),
            .init("events", .number(JSONNumber(run.events))),
            .init("error", run.error.map(JSONValue.string) ?? .null, isShownEmpty: false),
        ])
    }
}
