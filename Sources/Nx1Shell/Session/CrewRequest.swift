import LineEditor
import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput

/// What a line asks a crew: what is sent, and what was typed of it.
struct CrewRequest: Sendable {
    let crew: CrewType
    let input: JSONObject
    /// The text as it was typed, if there was one; the input may carry more.
    var text: String?
    /// The `id` of the JSON line that it was.
    var id: JSONValue?

    /// What makes requests the same to a batch: crew and input, as the journal has them.
    func batchKey(under cover: SecretCover) -> [String] {
        [crew.rawValue, JSONValue.object(cover.covered(input)).serialized()]
    }
}

/// Makes requests of what lines say, in a session as it is at a moment.
struct RequestMaker: Sendable {
    /// The default crew in force.
    let defaultCrew: CrewType
    /// Inputs that go along with every request.
    let sticky: JSONObject
    /// The exchanges that a question carries, the oldest first.
    let carried: [Exchange]
    /// The files that items name.
    let files: InputFiles

    /// What a statement asks a crew; nil if it asks none, or doesn't wait for the answer.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if it means to, and makes no sense.
    func request(of statement: Statement) throws -> CrewRequest? {
        switch statement.content {
        case .text(let text): text.isForBackground ? nil : request(defaultCrew, text: text)
        case .request(let line):
            CrewRequest(
                crew: line.crew ?? defaultCrew, input: sticky.merging(line.input),
                text: line.input["question"]?.string, id: line.id)
        case .command("crew", let arguments): try crew(in: arguments)?.request
        case .command, .refusal: nil
        }
    }

    /// A request of a crew: sticky inputs, then `items`, then `text`, with what it carries along, as `question`.
    func request(_ crew: CrewType, items: JSONObject = [:], text: String?) -> CrewRequest {
        var input = sticky
        for (key, value) in items { input[key] = value }
        if let text { input["question"] = .string(ContextText.text(asking: text, after: carried)) }
        return CrewRequest(crew: crew, input: input, text: text)
    }

    /// The type that `:crew` is given, and the request of it if there are items or a text; nil if there is no type.
    func crew(in arguments: String) throws -> (crew: CrewType, request: CrewRequest?)? {
        let start = arguments.drop(while: \.isWhitespace)
        let word = start.prefix { !$0.isWhitespace }
        if word.isEmpty { return nil }
        let crew = CrewType(rawValue: String(word))
        let (items, text) = try items(in: start.dropFirst(word.count))
        return (crew, items.isEmpty && text == nil ? nil : request(crew, items: items, text: text))
    }

    /// The request items at the beginning of `arguments`, as inputs, and the text after them.
    func items(in arguments: some StringProtocol) throws -> (items: JSONObject, text: String?) {
        let (items, text) = try RequestItems.read(from: arguments, files: files)
        return (items.reduce(into: JSONObject()) { $0[$1.key] = $1.value }, text)
    }
}

extension String {
    /// Whether it is a text with a blank and `&` at its end, which is not waited for.
    var isForBackground: Bool { hasSuffix(" &") }
}

extension RequestItemError: UsageError {}
extension InputFileError: UsageError {}
extension LineEditorError: UsageError {}
