import Nx1Events
import Nx1Values
import RunJournal
import ShellInput
import TypedRequests

/// The stored state of a named session. It contains no secrets.
struct SessionState: Sendable {
    /// The default crew; nil for the profile's, or `ask`.
    var crew: CrewType?
    var sticky = RequestInputs()
    /// The sticky inputs that were left out because their values are or may be secret.
    var omitted: [String] = []
    /// The number of exchanges that a question carries.
    var context = 0
    /// Whether the next question starts a new topic.
    var beginsTopic = false
    /// The numbers of the newest runs, keyed by the ids that their requests were sent with.
    var numbers: [String: Int] = [:]

    /// The maximum number of stored run numbers.
    static let mostNumbers = 200
}

extension SessionState {
    /// Stores the inputs, leaving out values that are secret or have names of secrets.
    mutating func setSticky(_ inputs: RequestInputs, under cover: SecretCover) {
        for (key, value) in inputs.values {
            let input: JSONObject = JSONObject([(key, value)])
            let isSafe =
                cover.covered(input) == input && value.string.map { cover.covered($0) == $0 } ?? true
            guard isSafe || inputs.references[key] != nil else {
                omitted.append(key)
                continue
            }
            sticky.values[key] = value
            sticky.references[key] = inputs.references[key]
        }
    }

    /// The JSON that the journal stores.
    var json: JSONObject {
        var state: JSONObject = [:]
        if let crew { state["crew"] = .string(crew.rawValue) }
        state["inputs"] = .object(sticky.values)
        let references = sticky.values.compactMap { key, _ in
            sticky.references[key]?.json.map { (key, $0) }
        }
        if !references.isEmpty { state["references"] = .object(JSONObject(references)) }
        if !omitted.isEmpty { state["omitted"] = .array(omitted.map(JSONValue.string)) }
        state["context"] = .number(JSONNumber(context))
        if beginsTopic { state["begins_topic"] = .bool(true) }
        let sorted = numbers.sorted { $0.value < $1.value }
        state["numbers"] = .object(JSONObject(sorted.map { ($0.key, .number(JSONNumber($0.value))) }))
        return state
    }

    /// Reads a stored state, skipping invalid parts.
    init(_ json: JSONObject) {
        crew = json["crew"]?.string.map(CrewType.init(rawValue:))
        let references = json["references"]?.object ?? [:]
        for (key, value) in json["inputs"]?.object ?? [:] {
            if let reference = references[key] {
                guard let read = InputReference(json: reference) else { continue }
                sticky.references[key] = read
            }
            sticky.values[key] = value
        }
        omitted = json["omitted"]?.array?.compactMap(\.string) ?? []
        if let count = json["context"]?.int, Exchange.limits.contains(count) { context = count }
        beginsTopic = json["begins_topic"] == .bool(true)
        for (id, number) in json["numbers"]?.object ?? [:] {
            guard let number = number.int, number > 0, number < Int32.max else { continue }
            numbers[id] = number
        }
    }
}

extension InputReference {
    /// The stored form; nil for a reference to another line, which sessions don't have.
    fileprivate var json: JSONValue? {
        let form =
            switch form {
            case .text: "text"
            case .json: "json"
            case .asIs: "as_is"
            }
        switch source {
        case .standardInput: return ["stdin": .bool(true), "form": .string(form)]
        case .answer(let name): return ["answer": .string(name), "form": .string(form)]
        case .line: return nil
        }
    }

    fileprivate init?(json: JSONValue) {
        let form: Form
        switch json.object?["form"]?.string {
        case "text": form = .text
        case "json": form = .json
        case "as_is": form = .asIs
        default: return nil
        }
        if let name = json.object?["answer"]?.string {
            self.init(.answer(of: name), as: form)
        } else if json.object?["stdin"] == .bool(true) {
            self.init(.standardInput, as: form)
        } else {
            return nil
        }
    }
}
