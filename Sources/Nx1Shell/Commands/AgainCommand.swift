import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import TypedRequests

extension Command {
    static let again = Command(
        name: "again", group: .runs, usage: "[RUN] [ITEM…] [TEXT] [--crew TYPE]",
        summary: "the same request, as a new run",
        details: """
            It gets just what that run got, but for the inputs that are named, the question
            if there is a TEXT, and the crew; sticky inputs and :context of now don't count.
            The input of a run that was started elsewhere comes from the service's list.
            """,
        examples: [
            .init(":again", "the last one"), .init(":again 57071cf2", "one of days ago"),
            .init(":again %2 region=south", "the same of another region"),
            .init(":again %2 And in May?", "another question with the same inputs"),
        ],
        arguments: [.run, .item],
        shows: .behindRun
    ) { invocation, session in
        let change = try RequestChange(invocation.arguments, session.requests)
        var request = try await invocation.line.request(ofRun: change.run)
        request.needsNewRun = true
        let earlier = request
        change.apply(to: &request)
        let attachments = session.requests.attachments
        if !attachments.isEmpty {
            guard change.hasText else {
                throw Complaint.usage(
                    "An attachment goes along with a new question, and :again has none here.",
                    advice: "Give a TEXT, or leave the attachment out.")
            }
            request.attachments = attachments
            request = session.takeAttachments(of: request)
        }
        if request.crew != earlier.crew || request.input != earlier.input { request.earlierRun = nil }
        try await session.ask(request, in: invocation.context)
        return .none
    }
}

extension LineRuns {
    /// What a run asked, to be asked again.
    /// - Throws: ``Complaint`` if not all of it is known; what asking the service throws.
    fileprivate func request(ofRun name: String) async throws -> CrewRequest {
        let run = try await takeUp(name).record
        if run.hasCoveredInput {
            throw Complaint.usage(
                "The input of the run \(run.correlationID) had a secret in it, which is not kept, so it can't be sent again."
            )
        }
        if let crew = run.crew, let input = run.input {
            var request = CrewRequest(crew: crew, input: input, text: run.text)
            request.definition = run.definition
            request.savedQuestion = run.savedQuestion.map { .init(name: $0.name, values: $0.values) }
            request.earlierRun = run.sentID
            return request
        }
        let (crew, definition, input) = try await runs.listedRequest(of: run, over: open())
        var request = CrewRequest(crew: crew, input: input, text: nil)
        request.definition = definition
        return request
    }
}
