/// What the words of an event's kind say of the end of a whole run, whatever else the event says.
struct KindEnding: Sendable, Hashable {
    /// Whether it is about a flow, which may be the crew's or a part of something.
    var isFlow: Bool
    /// How the run has ended: `crew_kickoff_completed`.
    var ofWhole: CrewRunStatusEnum?
    /// How the run has ended unless the event is about an agent, a task or a tool: `done`.
    var ofAny: CrewRunStatusEnum?
    /// Whether it is about less than a run, or a beginning.
    private var isAboutPart: Bool
    /// Whether it is about a run, or about nothing in particular.
    private var isAboutWhole: Bool

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

    init(_ kind: EventKind) {
        let words = kind.words
        isFlow = words.first == "flow"
        isAboutPart = !Self.parts.isDisjoint(with: words)
        isAboutWhole = words.isEmpty || !Self.wholes.union(["status", "state"]).isDisjoint(with: words)
        guard let last = words.last, let status = Self.ending(last) else { return }
        let subject = words.dropLast().filter { $0 != "execution" }
        if subject.isEmpty {
            ofAny = Self.weakWords.contains(last) ? nil : status
        } else if subject.allSatisfy(Self.wholes.contains) {
            ofWhole = status
        }
    }

    /// How the run has ended if an event of this kind that is about nothing less has this status.
    func ending(by status: String) -> CrewRunStatusEnum? {
        if isAboutPart { return nil }
        let word = status.lowercased()
        return isAboutWhole || !Self.weakWords.contains(word) ? Self.ending(word) : nil
    }

    private static func ending(_ word: String) -> CrewRunStatusEnum? {
        switch CrewRunStatusEnum(rawValue: word).standing {
        case .completed: .completed
        case .failed: .failed
        case .unfinished, .unknown: nil
        }
    }
}
