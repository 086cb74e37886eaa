import LineEditor
import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput

/// What a line asks a crew: what is sent, and what was typed of it.
struct CrewRequest: Sendable {
    var crew: CrewType
    /// The input; what references stand for is `null` until it is read.
    var input: JSONObject
    /// The text as it was typed, if there was one; the input may carry more.
    var text: String?
    /// The `id` of the JSON line that it was.
    var id: JSONValue?
    /// The inputs whose values are read when the request is sent, by their keys.
    var references: [String: InputReference] = [:]
    /// What goes along with the text.
    var attachments: [PendingAttachment] = []
    /// The exchanges before the text, the oldest first.
    var carried: [Exchange] = []

    /// Whether everything is there that is sent.
    var isComplete: Bool { references.isEmpty && attachments.isEmpty }

    /// The ids of the JSON lines whose answers it waits for.
    var lines: [JSONValue] {
        references.values.compactMap { if case .line(let id) = $0.source { id } else { nil } }
    }

    /// Whether it names an answer of a run, as another line may have begun it.
    var namesRuns: Bool {
        references.values.contains { if case .answer = $0.source { true } else { false } }
    }

    /// What makes requests the same to a batch: crew and input, as the journal has them.
    func batchKey(under cover: SecretCover) -> [String] {
        [crew.rawValue, JSONValue.object(cover.covered(input)).serialized()]
    }
}

/// What goes along with a question.
public enum PendingAttachment: Sendable, Hashable {
    /// A text that is known.
    case text(name: String, String)
    /// Standard input, read when the first request needs it.
    case standardInput
}

/// Inputs of a request, by their keys.
struct RequestInputs: Sendable {
    /// The values; what references stand for is `null`, in its place.
    var values: JSONObject = [:]
    /// The inputs whose values are read when the request is sent.
    var references: [String: InputReference] = [:]

    /// Adds an item; of two with one key the later one counts.
    mutating func add(_ item: RequestItem) {
        switch item.content {
        case .value(let value):
            values[item.key] = value
            references[item.key] = nil
        case .reference(let reference):
            values[item.key] = .null
            references[item.key] = reference
        }
    }

    /// Adds other inputs, which take precedence.
    mutating func add(_ others: RequestInputs) {
        for (key, value) in others.values {
            values[key] = value
            references[key] = others.references[key]
        }
    }
}

/// Makes requests of what lines say, in a session as it is at a moment.
struct RequestMaker: Sendable {
    /// The default crew in force.
    let defaultCrew: CrewType
    /// Inputs that go along with every request.
    let sticky: RequestInputs
    /// The exchanges that a question carries, the oldest first.
    let carried: [Exchange]
    /// What goes along with a text.
    let attachments: [PendingAttachment]
    /// The files that items name.
    let files: InputFiles

    /// What a statement asks a crew; nil if it asks none, or doesn't wait for the answer.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if it means to, and makes no sense.
    func request(of statement: Statement) throws -> CrewRequest? {
        switch statement.content {
        case .text(let text): text.isForBackground ? nil : request(defaultCrew, text: text)
        case .request(let line):
            request(of: line)
        case .command("crew", let arguments): try crew(in: arguments)?.request
        case .command, .refusal: nil
        }
    }

    /// A request of a crew: sticky inputs, then `items`, then `text`, with what it carries along, as `question`.
    func request(_ crew: CrewType, items: RequestInputs = RequestInputs(), text: String?) -> CrewRequest {
        var inputs = sticky
        inputs.add(items)
        guard let text else {
            return CrewRequest(crew: crew, input: inputs.values, references: inputs.references)
        }
        inputs.add(
            RequestItem(key: "question", value: .string(QuestionText.text(asking: text, after: carried))))
        return CrewRequest(
            crew: crew, input: inputs.values, text: text, references: inputs.references,
            attachments: attachments, carried: carried)
    }

    private func request(of line: RequestLine) -> CrewRequest {
        var inputs = sticky
        inputs.add(RequestInputs(values: line.input))
        for (key, id) in line.answers {
            inputs.add(RequestItem(key: key, reference: InputReference(.line(id), as: .asIs)))
        }
        let text = inputs.values["question"]?.string
        return CrewRequest(
            crew: line.crew ?? defaultCrew, input: inputs.values, text: text, id: line.id,
            references: inputs.references, attachments: text == nil ? [] : attachments)
    }

    /// The type that `:crew` is given, and the request of it if there are items or a text; nil if there is no type.
    func crew(in arguments: String) throws -> (crew: CrewType, request: CrewRequest?)? {
        let start = arguments.drop(while: \.isWhitespace)
        let word = start.prefix { !$0.isWhitespace }
        if word.isEmpty { return nil }
        let crew = CrewType(rawValue: String(word))
        let (items, text) = try items(in: start.dropFirst(word.count))
        return (crew, items.values.isEmpty && text == nil ? nil : request(crew, items: items, text: text))
    }

    /// The request items at the beginning of `arguments`, as inputs, and the text after them.
    func items(in arguments: some StringProtocol) throws -> (items: RequestInputs, text: String?) {
        let (items, text) = try RequestItems.read(from: arguments, files: files)
        return (items.reduce(into: RequestInputs()) { $0.add($1) }, text)
    }
}

extension String {
    /// Whether it is a text with a blank and `&` at its end, which is not waited for.
    var isForBackground: Bool { hasSuffix(" &") }
}

extension RequestItemError: UsageError {}
extension InputFileError: UsageError {}
extension LineEditorError: UsageError {}
