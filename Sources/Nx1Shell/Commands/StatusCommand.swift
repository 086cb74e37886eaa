import Nx1Client
import ShellOutput

extension Command {
    static let status = Command(
        name: "status", group: .runs, usage: "[RUN] [--now]",
        summary: "where a run stands, following it until it ends", gist: "follows a run",
        details: "With --now it only looks, and doesn't wait.",
        examples: [
            .init(":status", "follows the last run"),
            .init(":status %2 --now", "where the session's second run stands"),
        ],
        arguments: [.run, .words(["--now"])]
    ) { invocation, session in
        var words = invocation.words
        let onlyNow = words.takeFlag("--now")
        let name = words.next() ?? "last"
        try words.end(of: "status")
        let number = try await session.take(up: name)
        if onlyNow {
            guard try await session.look(at: number) != nil else { throw session.unknownRun(number) }
        } else {
            do {
                _ = try await session.follow(number, at: invocation.place)
            } catch let complaint as Complaint where complaint.failedRun == number {
                // The record says which run it is.
                let bare = Complaint(complaint.code, complaint.message, exitStatus: complaint.exitStatus)
                throw BadNews(reply: session.standing(of: number), complaint: bare)
            }
        }
        return session.standing(of: number)
    }
}

extension Session {
    fileprivate func unknownRun(_ number: Int) -> Complaint {
        Complaint(
            "not_found", "The service doesn't know the run \(runs[number].correlationID).",
            advice: "It may not have started.", exitStatus: .failed)
    }

    fileprivate func standing(of number: Int) -> Reply {
        let run = runs[number]
        return .facts([
            .init("run", .string("%\(run.number)")),
            .init("correlation_id", .string(run.correlationID)),
            .init("crew", run.crew.map { .string($0.rawValue) } ?? .null),
            .init("status", run.status.map { .string($0.rawValue) } ?? .null),
            .init("events", .number(JSONNumber(run.events))),
            .init("error", run.failure.map(JSONValue.string) ?? .null, isShownEmpty: false),
        ])
    }
}
