/// One start and its end. Each attempt is a separate node.
struct StepNode: Sendable {
    /// The position in the order of creation.
    let ordinal: Int
    /// The id of the event that starts it, if events have ids.
    let eventID: String?
    /// The kind; nil until an event tells.
    var kind: RunStep.Kind?
    /// The ordinal of the enclosing node, according to its events.
    var parent: Int?
    /// The position in CrewAI's order.
    var sequence: Int?
    var name: String?
    var agent: String?
    var task: String?
    var note: String?
    var arguments: JSONValue?
    var began = Stamp()
    /// Whether the event that starts it has arrived.
    var hasBegun = false
    var ending: Ending?
    /// Whether it only repeats the failure of a sibling.
    var isEcho = false
    var isCut = false
    /// The approximate size in bytes, as of the last call of ``weigh()``.
    private(set) var weight = Self.ownWeight

    private static let ownWeight = 200

    /// A time by the service's clock and by the local one.
    struct Stamp: Sendable, Hashable {
        /// Microseconds since 1970.
        var stamp: Int64?
        /// The time since the start of watching.
        var arrival: Duration?

        /// The time since `earlier`.
        func since(_ earlier: Stamp) -> Duration? {
            if let stamp, let before = earlier.stamp {
                let (difference, overflow) = stamp.subtractingReportingOverflow(before)
                return overflow ? nil : max(.zero, .microseconds(difference))
            }
            if let arrival, let before = earlier.arrival { return max(.zero, arrival - before) }
            return nil
        }
    }

    /// The end of a node.
    struct Ending: Sendable {
        var moment: Stamp
        var hasFailed: Bool
        var name: String?
        var output: JSONValue?
        var error: String?
        var tokens: TokenUsage?
        /// Whether an event reported the end, rather than the end of the run.
        var isTold = true
    }

    /// Creates a node that only another event has referred to.
    init(ordinal: Int, eventID: String?) {
        self.ordinal = ordinal
        self.eventID = eventID
    }

    var isWorking: Bool { ending == nil }

    /// Updates ``weight`` after a change.
    mutating func weigh() {
        weight =
            Self.ownWeight + (name?.utf8.count ?? 0) + (note?.utf8.count ?? 0) + (arguments?.weight ?? 0)
            + (ending?.output?.weight ?? 0) + (ending?.error?.utf8.count ?? 0)
    }
}

extension JSONValue {
    /// The approximate size as text, in bytes.
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
