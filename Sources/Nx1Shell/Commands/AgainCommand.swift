import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal
import ShellOutput
import ShellRuns

extension Command {
    static let again = Command(
        name: "again", group: .runs, usage: "[RUN]", summary: "the same request, as a new run",
        gist: "the same request anew",
        details: """
            It gets just what that run got; sticky inputs and :context of now don't count.
            The input of a run that was started elsewhere comes from the service's list.
            """,
        examples: [.init(":again", "the last one"), .init(":again 57071cf2", "one of days ago")],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "again")
        let run = try await invocation.line.takeUp(name).record
        if run.hasCoveredInput {
            throw Complaint.usage(
                "The input of the run \(run.correlationID) had a secret in it, which is not kept, so it can't be sent again."
            )
        }
        let request: CrewRequest
        if let crew = run.crew, let input = run.input {
            request = CrewRequest(crew: crew, input: input, text: run.text)
        } else {
            request = try await invocation.line.listedRequest(of: run)
        }
        try await session.ask(request, in: invocation.context)
        return .none
    }
}

extension LineRuns {
    /// What the service's list says that a run was given which somebody else started.
    /// - Throws: ``Complaint`` with the reason if it doesn't say so.
    fileprivate func listedRequest(of run: SessionRun) async throws -> CrewRequest {
        let record: CrewRunRecord?
        do {
            record = try await open().runs(limit: 100).first { $0.correlationID == run.correlationID }
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // A service without this list.
            record = nil
        }
        let start = "Run \(run.correlationID) was started elsewhere"
        guard let record else {
            throw Complaint.usage(
                "\(start), and the service's list of the last 100 runs doesn't have it, so its input is not known.",
                advice: "Type its question, or use the program that started it.")
        }
        if record.isOfCustomCrew {
            throw Complaint.usage(
                "\(start), with a custom crew. nx1sh starts preset crews only.",
                advice: "Use the program that started it.")
        }
        guard let crew = record.crewType else {
            throw Complaint.usage(
                "\(start), and the service doesn't say with which crew.",
                advice: "Type its question, or use the program that started it.")
        }
        return CrewRequest(crew: crew, input: record.taskInput ?? [:], text: nil)
    }
}
