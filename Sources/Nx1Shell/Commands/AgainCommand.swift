import Nx1Client
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
            let line = invocation.line
            let (crew, input) = try await line.runs.listedRequest(of: run, over: line.open())
            request = CrewRequest(crew: crew, input: input, text: nil)
        }
        try await session.ask(request, in: invocation.context)
        return .none
    }
}
