/// The `crew_config` of `POST /api/crews/run/custom`: agents, and tasks, each assigned to an agent.
struct CustomCrew: Sendable {
    struct Task: Sendable {
        let agentRole: String
        let description: String
        let expectedOutput: String
        let tools: [String]
    }

    /// Its name in events.
    var name = "custom"
    let tasks: [Task]
    /// The original configuration.
    let source: [UInt8]
}

extension CustomCrew {
    /// Parses the configuration; nil if it has errors, which are added to `fields`.
    init?(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        guard case .object = node.value else {
            fields.add(.noModel(node.asItCame, at: location))
            return nil
        }
        let agents = fields.required("agents", of: node, at: location).flatMap {
            Self.agents($0, at: location + ["agents"], fields: &fields)
        }
        let tasks = fields.required("tasks", of: node, at: location).flatMap {
            Self.tasks($0, agents: agents, at: location + ["tasks"], fields: &fields)
        }
        fields.optionalText("id", of: node, at: location, nullable: true)
        fields.optionalFlag("verbose", of: node, at: location)
        fields.optionalText("process", of: node, at: location)
        guard fields.issues.isEmpty, let tasks else { return nil }
        self.init(tasks: tasks, source: Array(node.source))
    }

    /// Each agent's role and tools.
    private static func agents(
        _ node: JSONNode, at location: [JSON], fields: inout FieldReader
    ) -> [(role: String, tools: [String])]? {
        fields.list(node, at: location).map { agents in
            agents.enumerated().map { index, agent in
                let here = location + [.number(literal: String(index))]
                guard fields.isModel(agent, at: here) else { return ("", []) }
                let role = fields.requiredText("role", of: agent, at: here)
                _ = fields.requiredText("goal", of: agent, at: here)
                _ = fields.requiredText("backstory", of: agent, at: here)
                fields.optionalText("id", of: agent, at: here, nullable: true)
                fields.optionalFlag("verbose", of: agent, at: here)
                fields.optionalFlag("allow_delegation", of: agent, at: here)
                let tools = fields.optionalTexts("tools", of: agent, at: here)
                fields.optionalFlag("use_default_mcps", of: agent, at: here)
                return (role, tools)
            }
        }
    }

    private static func tasks(
        _ node: JSONNode, agents: [(role: String, tools: [String])]?, at location: [JSON],
        fields: inout FieldReader
    ) -> [Task]? {
        guard let tasks = fields.list(node, at: location) else { return nil }
        if tasks.isEmpty {
            fields.add(.noTask(node, at: location))
        }
        return tasks.enumerated().compactMap { index, task in
            let here = location + [.number(literal: String(index))]
            guard fields.isModel(task, at: here) else { return nil }
            let description = fields.requiredText("description", of: task, at: here)
            var (agentRole, agentTools) = ("", [String]())
            if let position = fields.required("agent_index", of: task, at: here),
                let agent = fields.integer(position, at: here + ["agent_index"]), let agents
            {
                if agents.indices.contains(agent) {
                    (agentRole, agentTools) = agents[agent]
                } else {
                    fields.add(.noAgent(position, count: agents.count, at: here + ["agent_index"]))
                }
            }
            let expectedOutput = fields.requiredText("expected_output", of: task, at: here)
            // A task without tools uses its agent's.
            let tools = fields.optionalTexts("tools", of: task, at: here)
            return Task(
                agentRole: agentRole, description: description, expectedOutput: expectedOutput,
                tools: tools.isEmpty ? agentTools : tools)
        }
    }
}

extension ValidationIssue {
    fileprivate static func noTask(_ node: JSONNode, at location: [JSON]) -> Self {
        .init(
            type: "too_short", location: location,
            message: "List should have at least 1 item after validation, not 0", input: node.asItCame,
            context: ["field_type": "List", "min_length": 1, "actual_length": 0])
    }

    fileprivate static func noAgent(_ node: JSONNode, count: Int, at location: [JSON]) -> Self {
        .init(
            type: "value_error", location: location,
            message: "Value error, agent_index must be the position of one of the \(count) agents, from 0",
            input: node.asItCame)
    }
}
