import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
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

/// What `:again` changes of a request.
private struct RequestChange {
    /// The run whose request it is.
    var run = "last"
    private var crew: CrewType?
    private let inputs: RequestInputs
    private let text: String?

    /// Reads `[RUN] [ITEM…] [TEXT] [--crew TYPE]`; the option may also stand before the items.
    init(_ arguments: String, _ requests: RequestMaker) throws {
        var all = Words(arguments)
        var words = all.all()[...]
        var rest = arguments[...]
        func isItem(_ word: String) -> Bool { RequestItemHead(Array(word.utf8)[...]) != nil }
        var crew: CrewType?
        // At the end it is no part of the text.
        if words.count >= 2, words[words.endIndex - 2] == "--crew" {
            crew = CrewType(rawValue: words[words.endIndex - 1])
            words.removeLast(2)
            rest = rest.withoutLastWord.withoutLastWord.withoutFinalBlanks
        }
        if let first = words.first, first != "--crew", first != "--", !isItem(first) {
            run = first
            words.removeFirst()
            rest = rest.withoutFirstWord
        }
        if words.first == "--crew" {
            guard crew == nil else { throw Complaint.usage("--crew is given twice.") }
            guard words.count > 1 else { throw Complaint.usage("--crew wants a value after it.") }
            crew = CrewType(rawValue: words[words.startIndex + 1])
            rest = rest.withoutFirstWord.withoutFirstWord
        }
        self.crew = crew
        (inputs, text) = try requests.items(in: rest)
        if let text, text.isBlank { throw Complaint.usage("The question is empty, so nothing was sent.") }
    }

    /// Whether there is another question.
    var hasText: Bool { text != nil }

    func apply(to request: inout CrewRequest) {
        if let crew { request.crew = crew }
        for (key, value) in inputs.values {
            request.input[key] = value
            request.references[key] = inputs.references[key]
        }
        guard let text else { return }
        let whole = request.input["question"]?.string
        request.input["question"] = .string(
            whole.map { QuestionText.replacing(request.text ?? $0, by: text, in: $0) } ?? text)
        request.text = text
    }
}

extension Substring {
    fileprivate var withoutFirstWord: Substring {
        let start = drop(while: \.isWhitespace)
        if let quote = start.first, quote == "\"" || quote == "'",
            let end = start.dropFirst().firstIndex(of: quote)
        {
            return start[index(after: end)...]
        }
        return start.drop { !$0.isWhitespace }
    }

    fileprivate var withoutLastWord: Substring {
        var rest = withoutFinalBlanks
        while rest.last?.isWhitespace == false { rest.removeLast() }
        return rest
    }

    fileprivate var withoutFinalBlanks: Substring {
        var rest = self
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
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
            request.earlierRun = run.sentID
            return request
        }
        let (crew, input) = try await runs.listedRequest(of: run, over: open())
        return CrewRequest(crew: crew, input: input, text: nil)
    }
}
