public import Nx1Events

/// The configuration of a custom crew (`crew_config`): its agents, and tasks that are each given to one of them.
///
/// The whole object is kept and sent unchanged, including unknown members. The properties read it leniently: a member
/// that is missing or has another type reads as empty, nil or its default.
public struct CrewConfig: Hashable, Sendable {
    /// The whole configuration.
    public var json: JSONObject

    /// Creates a configuration without validating it; the service does that.
    public init(json: JSONObject) {
        self.json = json
    }

    /// Creates a configuration; nil if `json` isn't an object.
    public init?(_ json: JSONValue) {
        guard let object = json.object else { return nil }
        self.json = object
    }

    /// One member of the crew.
    public struct Agent: Hashable, Sendable {
        /// The agent's role, such as `Data Analyst`.
        public var role: String
        /// The agent's goal.
        public var goal: String
        /// The agent's background, for the model.
        public var backstory: String
        /// The agent's id, if it has one.
        public var id: String?
        /// Whether the crew logs this agent's steps in detail.
        public var isVerbose: Bool
        /// Whether the agent may hand work to others.
        public var allowsDelegation: Bool
        /// The names of the agent's tools.
        public var tools: [String]
        /// Whether the agent gets the service's default MCP servers; nil if the configuration leaves that to the service.
        public var usesDefaultMCPs: Bool?

        init(_ json: JSONValue) {
            role = json["role"]?.string ?? ""
            goal = json["goal"]?.string ?? ""
            backstory = json["backstory"]?.string ?? ""
            id = json["id"]?.string
            isVerbose = json["verbose"]?.bool ?? false
            allowsDelegation = json["allow_delegation"]?.bool ?? false
            tools = CrewConfig.names(json["tools"])
            usesDefaultMCPs = json["use_default_mcps"]?.bool
        }
    }

    /// One task of the crew.
    public struct Task: Hashable, Sendable {
        /// What to do.
        public var description: String
        /// The index of the agent that does the task; nil if it's missing or not an integer. It may be out of range.
        public var agentIndex: Int?
        /// The expected output.
        public var expectedOutput: String
        /// The names of the task's tools.
        public var tools: [String]

        init(_ json: JSONValue) {
            description = json["description"]?.string ?? ""
            agentIndex = json["agent_index"]?.int
            expectedOutput = json["expected_output"]?.string ?? ""
            tools = CrewConfig.names(json["tools"])
        }
    }

    /// The crew's members, in order.
    public var agents: [Agent] { (json["agents"]?.array ?? []).map(Agent.init) }
    /// The crew's tasks, in order.
    public var tasks: [Task] { (json["tasks"]?.array ?? []).map(Task.init) }
    /// How the tasks are run, `sequential` by default.
    public var process: String { json["process"]?.string ?? "sequential" }
    /// Whether the crew logs its steps in detail.
    public var isVerbose: Bool { json["verbose"]?.bool ?? false }
    /// The crew's id, if it has one.
    public var id: String? { json["id"]?.string }

    /// The agent that does `task`; nil if the index is missing or out of range.
    public func agent(of task: Task) -> Agent? {
        let agents = agents
        return task.agentIndex.flatMap { agents.indices.contains($0) ? agents[$0] : nil }
    }

    /// The names of tools: strings, or objects with a name.
    private static func names(_ json: JSONValue?) -> [String] {
        (json?.array ?? []).compactMap { $0.string ?? $0["name"]?.string }
    }
}
