import Nx1Client
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
package import TypedRequests

/// Repeating earlier requests.
extension Session {
    /// The request of a run with the changes that the arguments of `:again` make.
    /// - Throws: ``Complaint`` or `RequestItemError` if the arguments are invalid or the request isn't fully
    ///   known; the errors of requests to the service.
    package func requestAgain(_ arguments: String, by line: LineRuns) async throws -> CrewRequest {
        let change = try RequestChange(arguments, requests)
        var request = try await line.request(ofRun: change.run)
        request.needsNewRun = true
        if case .custom(let config) = request.definition, request.earlierRun == nil {
            // The service's list contains the configuration but not the template it came from, whose values
            // may be sensitive.
            let template = try await templates(by: line).first { $0.crewConfig == config }
            if let template {
                request.definition = .template(template.reference)
                request.crew = CrewType(rawValue: template.name)
            }
        }
        let earlier = request
        change.apply(to: &request)
        let attachments = requests.attachments
        if !attachments.isEmpty {
            guard change.hasText else {
                throw Complaint.usage(
                    "An attachment needs a new question, and this :again has none.",
                    advice: "Add a TEXT, or remove the attachment.")
            }
            request.attachments = attachments
            request = takeAttachments(of: request)
        }
        if request.crew != earlier.crew || request.input != earlier.input { request.earlierRun = nil }
        return request
    }
}

extension LineRuns {
    /// The request that a run was started with.
    /// - Throws: ``Complaint`` if the request isn't fully known; the errors of requests to the service.
    fileprivate func request(ofRun name: String) async throws -> CrewRequest {
        let run = try await takeUp(name).record
        if run.hasCoveredInput {
            throw Complaint.usage(
                "Run \(run.correlationID) can't be repeated: its input contained a secret, and secrets aren't stored."
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
