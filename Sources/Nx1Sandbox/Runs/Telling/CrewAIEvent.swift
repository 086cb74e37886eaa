/// An event as CrewAI has it: which one it is, where it belongs, and what it says.
///
/// The shapes are those of CrewAI 1.15.30, as far as a client reads them: the whole agents, tasks and prompts that some events carry are
/// left out.
struct CrewAIEvent: Sendable {
    enum Content: Sendable {
        /// Members beside those that every event has.
        case members([(name: String, value: JSON)])
        /// A piece of the text that a model writes.
        case piece(Substring)
    }

    /// Who is at work on what, counted from 0, as far as the event names them.
    struct Place: Sendable {
        let assignment: Int
        var task: String?
        var agent: String?
    }

    /// Which event of the script it is, from 0. Its id is made of it.
    let number: Int
    /// The number of the event that began what this one belongs to.
    let parent: Int?
    /// The number of the event that began what this one ends.
    var started: Int?
    var place: Place?
    var content: Content
    /// Bytes of filling after its output.
    var filling = 0
}

/// What a crew of CrewAI's gives back: its text, what each task made of it, and what it cost.
struct CrewAIOutput {
    private let script: CrewScript
    private let raw: String
    private let object: JSON
    private let usage: CrewAITelling.Usage

    /// - Parameters:
    ///   - raw: the answer as text.
    ///   - object: the same as an object, if it is one.
    init(_ script: CrewScript, raw: String, object: JSON = nil, usage: CrewAITelling.Usage) {
        self.script = script
        self.raw = raw
        self.object = object
        self.usage = usage
    }

    var json: JSON {
        let last = script.assignments.count - 1
        let tasks = script.assignments.enumerated().map { index, assignment in
            Self.task(assignment, raw: index == last ? raw : assignment.conclusion)
        }
        return [
            "raw": .string(raw), "pydantic": nil, "json_dict": object, "tasks_output": .array(tasks),
            "token_usage": [
                "total_tokens": .number(literal: "\(usage.total)"),
                "prompt_tokens": .number(literal: "\(usage.prompt)"),
                "cached_prompt_tokens": 0,
                "completion_tokens": .number(literal: "\(usage.completion)"),
                "successful_requests": .number(literal: "\(usage.calls)"),
            ],
        ]
    }

    /// What one task gives back.
    static func task(_ assignment: CrewScript.Assignment, raw: String) -> JSON {
        [
            "description": .string(assignment.task), "name": .string(assignment.task),
            "summary": .string(assignment.task), "raw": .string(raw), "pydantic": nil, "json_dict": nil,
            "agent": .string(assignment.agent), "output_format": "raw",
        ]
    }
}
