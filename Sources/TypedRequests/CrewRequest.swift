package import Nx1Events
package import Nx1Values
package import ShellInput

/// A request to a crew: what is sent, and what was typed.
package struct CrewRequest: Sendable {
    /// The name of the crew.
    package var crew: CrewType
    /// The crew itself; nil until the name is looked up.
    package var definition: CrewRunRequest.Crew?
    /// The saved question that it was made from.
    package var savedQuestion: SavedQuestionCall?
    /// The keys of inputs whose values must not be stored.
    package var sensitiveInputs: Set<String> = []
    /// The input. The value of a reference is `null` until it is read.
    package var input: JSONObject
    /// The question as typed, if there was one; the input may contain more.
    package var text: String?
    /// The `id` of the JSON line that it came from.
    package var id: JSONValue?
    /// The keys of inputs that come only from the session's sticky inputs.
    package var stickyInputs: Set<String> = []
    /// The inputs whose values are read when the request is sent, by key.
    package var references: [String: InputReference] = [:]
    /// The attachments of the question.
    package var attachments: [PendingAttachment] = []
    /// The exchanges that the question carries, oldest first.
    package var carried: [Exchange] = []
    /// Whether an existing answer must not be reused.
    package var needsNewRun = false
    /// The id that the request of the repeated run was sent with.
    package var earlierRun: String?

    /// Creates a request to a crew.
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

    /// Whether there are attachments but no question to attach them to.
    package var lacksPlaceForAttachments = false

    /// Whether everything to be sent is known.
    package var isComplete: Bool { references.isEmpty && attachments.isEmpty }

    /// The ids of the JSON lines whose answers it needs.
    package var lines: [JSONValue] {
        references.values.compactMap { if case .line(let id) = $0.source { id } else { nil } }
    }

    /// Whether it refers to the answer of a run, which an earlier line may have started.
    package var namesRuns: Bool {
        references.values.contains { if case .answer = $0.source { true } else { false } }
    }
}

/// A saved question by name, with the values of its placeholders.
package struct SavedQuestionCall: Sendable, Hashable {
    package let name: String
    package let values: JSONObject

    /// Creates a call of the question with this name.
    package init(name: String, values: JSONObject) {
        self.name = name
        self.values = values
    }
}

/// The inputs of a request, by key.
package struct RequestInputs: Sendable {
    /// The values; `null` for references.
    package var values: JSONObject = [:]
    /// The inputs whose values are read when the request is sent.
    package var references: [String: InputReference] = [:]

    /// Creates inputs from known values and references.
    package init(values: JSONObject = [:], references: [String: InputReference] = [:]) {
        self.values = values
        self.references = references
    }

    /// Adds an item, replacing an earlier one with the same key.
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
