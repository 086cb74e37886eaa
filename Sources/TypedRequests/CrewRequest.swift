package import Nx1Events
package import Nx1Values
package import ShellInput

/// What a line asks a crew: what is sent, and what was typed of it.
package struct CrewRequest: Sendable {
    /// The name of the crew.
    package var crew: CrewType
    /// The crew itself; nil as long as nobody has looked up the name.
    package var definition: CrewRunRequest.Crew?
    /// The saved question that it was made from.
    package var savedQuestion: SavedQuestionCall?
    /// The inputs whose values must not be stored, by their keys.
    package var sensitiveInputs: Set<String> = []
    /// The input; what references stand for is `null` until it is read.
    package var input: JSONObject
    /// The text as it was typed, if there was one; the input may carry more.
    package var text: String?
    /// The `id` of the JSON line that it was.
    package var id: JSONValue?
    /// The keys of the inputs that only the session's sticky inputs give.
    package var stickyInputs: Set<String> = []
    /// The inputs whose values are read when the request is sent, by their keys.
    package var references: [String: InputReference] = [:]
    /// What goes along with the text.
    package var attachments: [PendingAttachment] = []
    /// The exchanges before the text, the oldest first.
    package var carried: [Exchange] = []
    /// Whether an answer that is there already doesn't do.
    package var needsNewRun = false
    /// The id that the run's request was sent with which this one repeats.
    package var earlierRun: String?

    /// A request of a crew.
    package init(
        crew: CrewType, input: JSONObject, text: String? = nil, id: JSONValue? = nil,
        references: [String: InputReference] = [:], attachments: [PendingAttachment] = [],
        carried: [Exchange] = []
    ) {
        self.crew = crew
        self.input = input
        self.text = text
        self.id = id
        self.references = references
        self.attachments = attachments
        self.carried = carried
    }

    /// Whether something was attached, and there is no text for it to go along with.
    package var lacksPlaceForAttachments = false

    /// Whether everything is there that is sent.
    package var isComplete: Bool { references.isEmpty && attachments.isEmpty }

    /// The ids of the JSON lines whose answers it waits for.
    package var lines: [JSONValue] {
        references.values.compactMap { if case .line(let id) = $0.source { id } else { nil } }
    }

    /// Whether it names an answer of a run, as another line may have begun it.
    package var namesRuns: Bool {
        references.values.contains { if case .answer = $0.source { true } else { false } }
    }
}

/// A saved question by its name, with the values of its places.
package struct SavedQuestionCall: Sendable, Hashable {
    package let name: String
    package let values: JSONObject

    /// A call of the question with this name.
    package init(name: String, values: JSONObject) {
        self.name = name
        self.values = values
    }
}

/// Inputs of a request, by their keys.
package struct RequestInputs: Sendable {
    /// The values; what references stand for is `null`, in its place.
    package var values: JSONObject = [:]
    /// The inputs whose values are read when the request is sent.
    package var references: [String: InputReference] = [:]

    /// Inputs, those that are known and those that are read later.
    package init(values: JSONObject = [:], references: [String: InputReference] = [:]) {
        self.values = values
        self.references = references
    }

    /// Adds an item; of two with one key the later one counts.
    package mutating func add(_ item: RequestItem) {
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
    package mutating func add(_ others: RequestInputs) {
        for (key, value) in others.values {
            values[key] = value
            references[key] = others.references[key]
        }
    }
}
