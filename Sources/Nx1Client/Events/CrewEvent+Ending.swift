extension CrewEvent {
    /// Whether it says that the whole crew has ended, not just an agent, a task or a tool.
    public var isTerminal: Bool { terminalStatus != nil }

    /// How the whole crew has ended, `completed` or `failed`, if this says that it has. The result has the last word.
    public var terminalStatus: CrewRunStatusEnum? { terminalStatus(KindEnding(EventKind(kind))) }

    /// The same.
    /// - Parameter words: what the words of its kind say.
    func terminalStatus(_ words: KindEnding) -> CrewRunStatusEnum? {
        // The flow that CrewAI runs inside an agent, or another that is part of something.
        if words.isFlow, parentID != nil || subjectName == "AgentExecutor" { return nil }
        if let status = words.ofWhole { return status }
        if agent != nil || task != nil || tool != nil { return nil }
        return words.ofAny ?? status.flatMap(words.ending(by:))
    }
}
