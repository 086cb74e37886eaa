extension CrewEvent {
    /// Whether it says that the whole crew has ended, not just an agent, a task or a tool.
    public var isTerminal: Bool { terminalStatus != nil }

    /// How the whole crew has ended, `completed` or `failed`, if this says that it has. The result has the last word.
    public var terminalStatus: CrewRunStatusEnum? {
        let words = EventKind(kind).words
        if isInsideAgent(words) { return nil }
        return statusByKind(words) ?? statusByStatus(words)
    }

    /// What a kind can be about that is a whole run.
    private static let wholes: Set<String> = ["crew", "kickoff", "run", "workflow", "flow", "job"]
    /// What a kind can be about that is less, or that only begins.
    private static let parts: Set<String> = [
        "agent", "task", "tool", "llm", "model", "step", "call", "method", "function", "memory", "knowledge",
        "query",
        "retrieval", "guardrail", "reasoning", "node", "mcp", "log", "started", "start", "created",
    ]
    /// Words that end much else too.
    private static let weakWords: Set<String> = ["error", "errored", "success", "failure"]

    /// Whether it is about the flow that CrewAI runs inside an agent, or about another that is part of something.
    private func isInsideAgent(_ words: [String]) -> Bool {
        words.first == "flow" && (parentID != nil || subjectName == "AgentExecutor")
    }

    private var isAboutPart: Bool { agent != nil || task != nil || tool != nil }

    /// `crew_kickoff_completed`, or `done` if it is about nothing less.
    private func statusByKind(_ words: [String]) -> CrewRunStatusEnum? {
        guard let last = words.last, let status = Self.ending(last) else { return nil }
        let subject = words.dropLast().filter { $0 != "execution" }
        if !subject.isEmpty { return subject.allSatisfy(Self.wholes.contains) ? status : nil }
        return isAboutPart || Self.weakWords.contains(last) ? nil : status
    }

    /// A status of the end on an event that is about nothing less than the crew.
    private func statusByStatus(_ words: [String]) -> CrewRunStatusEnum? {
        guard !isAboutPart, let word = status?.lowercased(), let ending = Self.ending(word) else {
            return nil
        }
        if !Self.parts.isDisjoint(with: words) { return nil }
        let isAboutWhole = words.isEmpty || !Self.wholes.union(["status", "state"]).isDisjoint(with: words)
        return isAboutWhole || !Self.weakWords.contains(word) ? ending : nil
    }

    private static func ending(_ word: String) -> CrewRunStatusEnum? {
        switch CrewRunStatusEnum(rawValue: word).standing {
        case .completed: .completed
        case .failed: .failed
        case .unfinished, .unknown: nil
        }
    }
}
