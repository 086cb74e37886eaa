/// An event in CrewAI's form, before its time is set.
struct CrewAIScene: Sendable {
    let kind: String
    /// The time until this event, relative to other scenes.
    let pause: Double
    var event: CrewAIEvent
}

/// The scenes of a crew's work in CrewAI's form, from kickoff to the end.
struct CrewAITelling {
    /// The tokens and calls of a model so far.
    struct Usage: Sendable {
        var prompt = 0
        var completion = 0
        var calls = 0
    }

    /// The number of characters in a chunk of model output.
    private static let piece = 10
    /// The number of attempts of a failing agent.
    private static let attempts = 3

    private(set) var scenes: [CrewAIScene] = []
    private(set) var usage = Usage()

    /// - Parameters:
    ///   - answer: the last agent's output.
    ///   - failure: why the last task fails, if it does.
    init(_ script: CrewScript, answer: String, failure: String?) {
        _ = add("default_env", [], in: nil)
        let crew: (String, JSON) = ("crew_name", .string(script.crew))
        let kickoff = add("crew_kickoff_started", [crew, ("crew", nil)], in: nil)
        for (index, assignment) in script.assignments.enumerated() {
            let isLast = index == script.assignments.count - 1
            addTask(
                assignment, at: index, concluding: isLast ? answer : assignment.conclusion, in: kickoff,
                failure: isLast ? failure : nil)
        }
        if let failure {
            _ = add(
                "crew_kickoff_failed", [crew, ("error", .string(failure))], in: nil, ending: kickoff, pause: 1
            )
        } else {
            let output = CrewAIOutput(script, raw: answer, usage: usage).json
            _ = add(
                "crew_kickoff_completed",
                [crew, ("output", output), ("total_tokens", .number(literal: "\(usage.total)"))], in: nil,
                ending: kickoff, pause: 0.5)
        }
    }

    private mutating func addTask(
        _ assignment: CrewScript.Assignment, at index: Int, concluding conclusion: String, in kickoff: Int,
        failure: String?
    ) {
        let place = CrewAIEvent.Place(assignment: index, task: assignment.task)
        let taskObject: (String, JSON) = ("task", ["description": .string(assignment.task)])
        let objects = [("agent", ["role": .string(assignment.agent)]), taskObject]
        let prompt: [(String, JSON)] = objects + [("task_prompt", .string(assignment.task))]
        let task = add("task_started", [("context", ""), taskObject], in: kickoff, place)
        guard let failure else {
            let agent = add("agent_execution_started", prompt, in: task)
            think(assignment, at: index, concluding: conclusion, in: agent)
            _ = add(
                "agent_execution_completed", objects + [("output", .string(conclusion))], in: task,
                ending: agent)
            let output = CrewAIOutput.task(assignment, raw: conclusion)
            _ = add("task_completed", [("output", output), taskObject], in: kickoff, ending: task, place)
            return
        }
        let error: [(String, JSON)] = [("error", .string(failure))]
        for _ in 0..<Self.attempts {
            let agent = add("agent_execution_started", prompt, in: task)
            let flow = add("flow_started", [("flow_name", "AgentExecutor")], in: agent)
            var who = place
            who.agent = assignment.agent
            let call = add("llm_call_started", [("model", "sandbox/model")], in: flow, who)
            _ = add("llm_call_failed", error, in: flow, ending: call, who, pause: 1)
            _ = add("flow_failed", error, in: agent, ending: flow)
            _ = add("agent_execution_error", objects + error, in: task, ending: agent)
        }
        _ = add("task_failed", error + [taskObject], in: kickoff, ending: task, place)
    }

    /// An agent's own flow: it writes what to do, does it, and finally writes its conclusion.
    private mutating func think(
        _ assignment: CrewScript.Assignment, at index: Int, concluding conclusion: String, in agent: Int
    ) {
        let place = CrewAIEvent.Place(assignment: index, task: assignment.task, agent: assignment.agent)
        let logs = CrewAIEvent.Place(assignment: index, agent: assignment.agent)
        let flow = add("flow_started", [("flow_name", "AgentExecutor")], in: agent)
        _ = add("agent_logs_started", [("task_description", .string(assignment.task))], in: flow, logs)
        for use in assignment.toolUses {
            write(
                "Thought: \(use.purpose)\nAction: \(use.tool)\nAction Input: \(use.arguments)", in: flow,
                place)
            let tool: [(String, JSON)] = [
                ("tool_name", .string(use.tool)), ("tool_args", .string(use.arguments)),
            ]
            let call = add("tool_usage_started", tool + [("run_attempts", 1)], in: flow, place)
            _ = add(
                "tool_usage_finished", tool + [("from_cache", false), ("output", .string(use.output))],
                in: flow, ending: call, place, pause: 3)
            _ = add("agent_logs_execution", [], in: flow, logs)
        }
        write("Thought: I now know the final answer\nFinal Answer: \(conclusion)", in: flow, place)
        _ = add("agent_logs_execution", [], in: flow, logs)
        _ = add(
            "flow_finished", [("flow_name", "AgentExecutor"), ("result", "completed")], in: agent,
            ending: flow)
    }

    /// A model call, whose output arrives in chunks.
    private mutating func write(_ text: String, in flow: Int, _ place: CrewAIEvent.Place) {
        let model: [(String, JSON)] = [("model", "sandbox/model")]
        let call = add("llm_call_started", model, in: flow, place)
        var rest = text[...]
        var isFirst = true
        while !rest.isEmpty {
            let piece = rest.prefix(Self.piece)
            rest = rest[piece.endIndex...]
            _ = add("llm_stream_chunk", .piece(piece), in: call, place, pause: isFirst ? 1 : 0.05)
            isFirst = false
        }
        // About four bytes per token, and a prompt that grows with the findings.
        let completion = text.utf8.count / 4 + 1
        let prompt = 600 + 180 * usage.calls
        usage.calls += 1
        usage.prompt += prompt
        usage.completion += completion
        let tokens: [(String, Int)] = [
            ("prompt_tokens", prompt), ("completion_tokens", completion),
            ("total_tokens", prompt + completion),
        ]
        _ = add(
            "llm_call_completed",
            model + [
                ("response", .string(text)),
                ("usage", .object(tokens.map { (name: $0.0, value: .number(literal: "\($0.1)")) })),
            ], in: flow, ending: call, place)
    }

    private mutating func add(
        _ kind: String, _ members: [(String, JSON)], in parent: Int?, ending started: Int? = nil,
        _ place: CrewAIEvent.Place? = nil, pause: Double = 0.002
    ) -> Int {
        let members = members.map { (name: $0.0, value: $0.1) }
        return add(kind, .members(members), in: parent, ending: started, place, pause: pause)
    }

    private mutating func add(
        _ kind: String, _ content: CrewAIEvent.Content, in parent: Int?, ending started: Int? = nil,
        _ place: CrewAIEvent.Place? = nil, pause: Double
    ) -> Int {
        let number = scenes.count
        scenes.append(
            CrewAIScene(
                kind: kind, pause: pause,
                event: CrewAIEvent(
                    number: number, parent: parent, started: started, place: place, content: content)))
        return number
    }
}

extension CrewAITelling.Usage {
    var total: Int { prompt + completion }
}
