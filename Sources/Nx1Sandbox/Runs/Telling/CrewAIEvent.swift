/// An event in CrewAI's form: its number, place and content.
///
/// The structure is that of CrewAI 1.15.30, as far as clients read it: the complete agents, tasks and prompts in some
/// events are omitted.
struct CrewAIEvent: Sendable {
    enum Content: Sendable {
        /// Members in addition to those of every event.
        case members([(name: String, value: JSON)])
        /// A chunk of model output.
        case piece(Substring)
    }

    /// The task and agent, counted from 0, as far as the event has them.
    struct Place: Sendable {
        let assignment: Int
        var task: String?
        var agent: String?
    }

    /// The number of the event in the script, from 0. Its id derives from it.
    let number: Int
    /// The number of the event that started the enclosing step.
    let parent: Int?
    /// The number of the event that started the step that this one ends.
    var started: Int?
    var place: Place?
    var content: Content
    /// The number of filler bytes after its output.
    var filling = 0
}

/// CrewAI's output of a crew: its text, the outputs of its tasks, and the tokens used.
struct CrewAIOutput {
    private let script: CrewScript
    private let raw: String
    private let object: JSON
    private let usage: CrewAITelling.Usage

    /// - Parameters:
    ///   - raw: the answer as text.
    ///   - object: the answer as an object, if it is one.
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

    /// The output of one task.
    static func task(_ assignment: CrewScript.Assignment, raw: String) -> JSON {
        [
            "description": .string(assignment.task), "name": .string(assignment.task),
            "summary": .string(assignment.task), "raw": .string(raw), "pydantic": nil, "json_dict": nil,
            "agent": .string(assignment.agent), "output_format": "raw",
        ]
    }
}
