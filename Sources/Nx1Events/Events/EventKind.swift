/// The words of an event's kind: `crew_kickoff_completed`, `crew.kickoff.completed` and `CrewKickoffCompletedEvent` are the
/// same.
struct EventKind {
    /// In lower case, without the word "event" at the end.
    let words: [String]

    init(_ kind: String?) {
        var words = Self.words(of: kind ?? "")
        if words.count > 1 && words.last == "event" { words.removeLast() }
        self.words = words
    }

    /// Works on bytes, since Unicode tables took a third of the time per event. Non-ASCII characters count as
    /// lowercase.
    private static func words(of kind: String) -> [String] {
        var kind = kind
        return kind.withUTF8 { bytes in
            var words: [String] = []
            words.reserveCapacity(4)
            // The start of the current word, if any.
            var start: Int?
            var hasCapitals = false
            var followsSmall = false
            func end(at place: Int) {
                guard let first = start else { return }
                let word = UnsafeBufferPointer(rebasing: bytes[first..<place])
                words.append(
                    hasCapitals
                        ? String(decoding: word.map(lowercased), as: UTF8.self)
                        : String(decoding: word, as: UTF8.self))
                start = nil
                hasCapitals = false
            }
            for (place, byte) in bytes.enumerated() {
                let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte >= 0x80
                let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                let belongs = isSmall || isCapital || isDigit
                if !belongs || isCapital && followsSmall { end(at: place) }
                if belongs, start == nil { start = place }
                hasCapitals = hasCapitals || isCapital
                followsSmall = isSmall
            }
            end(at: bytes.count)
            return words
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

/// What an event's kind says about the end of a whole run.
struct KindEnding: Sendable, Hashable {
    /// Whether it's about a flow, which may be the crew's or part of another step.
    var isFlow: Bool
    /// How the run has ended, as in `crew_kickoff_completed`.
    var ofWhole: CrewRunStatusEnum?
    /// How the run has ended unless the event is about an agent, a task or a tool, as in `done`.
    var ofAny: CrewRunStatusEnum?
    /// Whether it's about a part of a run, or a start.
    private var isAboutPart: Bool
    /// Whether it's about a run, or nothing in particular.
    private var isAboutWhole: Bool

    /// Words for a whole run.
    private static let wholes: Set<String> = ["crew", "kickoff", "run", "workflow", "flow", "job"]
    /// Words for a part of a run, or a start.
    private static let parts: Set<String> = [
        "agent", "task", "tool", "llm", "model", "step", "call", "method", "function", "memory", "knowledge",
        "query",
        "retrieval", "guardrail", "reasoning", "node", "mcp", "log", "started", "start", "created",
    ]
    /// Words that also end other things.
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

    /// How the run has ended if an event of this kind has this status.
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

/// A cache of the latest kind's meaning: most events have the same kind as the one before.
struct LatestKind<Meaning: Sendable>: Sendable {
    private var latest: (kind: String?, meaning: Meaning)?

    init() {}

    /// The meaning of a kind, computed by `read` if the kind isn't the latest.
    mutating func meaning(of kind: String?, _ read: (EventKind) -> Meaning) -> Meaning {
        if let latest, latest.kind == kind { return latest.meaning }
        let meaning = read(EventKind(kind))
        latest = (kind, meaning)
        return meaning
    }
}
