import Nx1Client
import RunJournal
import ShellOutput
import ShellRuns

extension Command {
    static let again = Command(
        name: "again", group: .runs, usage: "[RUN]", summary: "the same request, as a new run",
        gist: "the same request anew",
        details: "It gets just what that run got; sticky inputs and :context of now don't count.",
        examples: [.init(":again", "the last one"), .init(":again 57071cf2", "one of days ago")],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "again")
        let run = try await invocation.line.takeUp(name).record
        guard let crew = run.crew, let input = run.input else {
            throw Complaint.usage("What the run \(run.correlationID) was given is not known here.")
        }
        if run.hasCoveredInput {
            throw Complaint.usage(
                "The input of the run \(run.correlationID) had a secret in it, which is not kept, so it can't be sent again."
            )
        }
        try await session.ask(CrewRequest(crew: crew, input: input, text: run.text), in: invocation.context)
        return .none
    }
}
