/// What is known of one beginning and its end. Attempts are nodes of their own.
struct StepNode: Sendable {
    /// The order in which nodes were made.
    let ordinal: Int
    /// The id of the event that begins it, if events have ids.
    let eventID: String?
    /// Nil until an event has told.
    var kind: RunStep.Kind?
    /// The node it is a part of, as its events say.
    var parent: Int?
    /// Its place in CrewAI's order.
    var sequence: Int?
    var name: String?
    var agent: String?
    var task: String?
    var note: String?
    var arguments: JSONValue?
    var began = Stamp()
    /// Whether the event that begins it has come.
    var hasBegun = false
    var ending: Ending?
    /// Whether it only repeats the failure of a step beside it.
    var isEcho = false
    var isCut = false
    /// About how many bytes it keeps, since ``weigh()`` was called.
    private(set) var weight = Self.ownWeight

    private static let ownWeight = 200

    /// When something happened, by the service's clock and by ours.
    struct Stamp: Sendable, Hashable {
        /// Microseconds since 1970.
        var stamp: Int64?
        /// Since the watching began.
        var arrival: Duration?

        /// How long after `earlier` this is.
        func since(_ earlier: Stamp) -> Duration? {
            if let stamp, let before = earlier.stamp {
                let (difference, overflow) = stamp.subtractingReportingOverflow(before)
                return overflow ? nil : max(.zero, .microseconds(difference))
            }
            if let arrival, let before = earlier.arrival { return max(.zero, arrival - before) }
            return nil
        }
    }

    /// How it ended.
    struct Ending: Sendable {
        var moment: Stamp
        var hasFailed: Bool
        var name: String?
        var output: JSONValue?
        var error: String?
        var tokens: TokenUsage?
        /// Whether an event has told, and not the end of the run.
        var isTold = true
    }

    /// A node of which only another event has told.
    init(ordinal: Int, eventID: String?) {
        self.ordinal = ordinal
        self.eventID = eventID
    }

    var isWorking: Bool { ending == nil }

    /// Finds out its ``weight`` after a change.
    mutating func weigh() {
        weight =
            Self.ownWeight + (name?.utf8.count ?? 0) + (note?.utf8.count ?? 0) + (arguments?.weight ?? 0)
            + (ending?.output?.weight ?? 0) + (ending?.error?.utf8.count ?? 0)
    }
}

extension JSONValue {
    /// About how many bytes it takes as text.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count + 2
        case .array(let values): values.reduce(2) { $0 + $1.weight }
        case .object(let object): object.reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.weight }
        case .number(let number): number.literal.utf8.count
        case .null, .bool: 5
        }
    }
}
