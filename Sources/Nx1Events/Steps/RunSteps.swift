/// The steps of a run, built from its events: a tree of crew, tasks, agents, tool calls and model calls.
///
/// Events may arrive in nearly any order, and any of them twice. If they refer to each other by id (CrewAI 1.x), the
/// ids decide; otherwise an end is matched with a start by kind, agent, tool and order. Memory is bounded, and an event
/// costs the same at the end of a long run as at its start.
public struct RunSteps: Sendable {
    /// The maximum size of arguments, an output or an error, in bytes; longer ones are truncated.
    public static let longestText = 64 << 10

    var store = StepStore()
    /// Nodes in progress whose end can only be matched by order, oldest first.
    var open: [Int] = []
    /// What models are writing, the latest last.
    var writers: [Writer] = []
    private var repeats = RecentEvents()
    private var kinds = LatestKind<KindMeaning>()
    /// The latest time of an event.
    var latest = StepNode.Stamp()
    var crewTokens: TokenUsage?
    var calledTokens: TokenUsage?
    /// The progress of the run, from 0 to 1, if its events report it.
    public private(set) var progress: Double?
    /// The number of text pieces written by models.
    public internal(set) var pieces = 0
    /// A counter that changes with the tree, but not with pieces of text.
    public internal(set) var revision = 0

    /// The text of one model call.
    struct Writer: Sendable {
        let node: Int
        var text = WrittenText()
        var thinking = WrittenText()
    }

    /// Creates a tree without events.
    public init() {}

    /// Whether the tree is empty.
    public var isEmpty: Bool { store.nodes.isEmpty }

    /// The number of steps kept, including CrewAI's internal ones.
    public var count: Int { store.nodes.count }

    /// The number of steps discarded to bound the memory.
    public var forgotten: Int { store.forgotten }

    /// The tokens that the run has used so far, according to its events.
    public var tokens: TokenUsage? {
        guard let crewTokens, crewTokens.total > calledTokens?.total ?? 0 else { return calledTokens }
        return crewTokens
    }

    /// Adds an event.
    /// - Parameters:
    ///   - event: an event of the run, possibly repeated or out of order.
    ///   - arrival: when it arrived, counted from the start of watching, for events without times.
    public mutating func add(_ event: CrewEvent, at arrival: Duration? = nil) {
        if event.eventID == nil, repeats.isRepeat(event) { return }
        let meaning = event.meaning(kinds.meaning(of: event.kind, KindMeaning.init))
        let moment = StepNode.Stamp(
            stamp: event.timestamp.flatMap(EventTime.microseconds), arrival: arrival)
        advanceTime(moment)
        progress = event.progress ?? progress
        switch meaning.phase {
        case .begins: begin(meaning.kind, event, at: moment)
        case .ends: end(meaning.kind, event, hasFailed: false, at: moment)
        case .fails: end(meaning.kind, event, hasFailed: true, at: moment)
        case .writes, .thinks: write(event, isThought: meaning.phase == .thinks, at: moment)
        case .tells: addMoment(meaning.kind, event, at: moment)
        case .repeatsFailure: repeatFailure(event, at: moment)
        }
        if meaning.phase != .writes, meaning.phase != .thinks { revision &+= 1 }
        _ = store.tidy()
    }

    /// Ends the run, so that no step stays in progress.
    public mutating func end(hasFailed: Bool) {
        for node in store.nodes where node.isWorking {
            store.update(node.ordinal) {
                $0.ending = .init(moment: .init(), hasFailed: hasFailed, isTold: false)
            }
        }
        open = []
        revision &+= 1
    }

    private mutating func advanceTime(_ moment: StepNode.Stamp) {
        guard let stamp = moment.stamp else { return }
        if latest.stamp.map({ stamp >= $0 }) ?? true { latest = moment }
    }

    /// The clock for the elapsed time of steps in progress.
    public var clock: RunClock { RunClock(latest: latest) }
}

/// A clock that relates the service's times, as reported by a run's events, to the local time of watching.
public struct RunClock: Sendable, Hashable {
    let latest: StepNode.Stamp

    /// The elapsed time of a step: its duration, or, while it's in progress, the time since its start.
    /// - Parameters:
    ///   - step: a step of the clock's run.
    ///   - now: the time since the start of watching, as in ``RunSteps/add(_:at:)``.
    /// - Returns: nil if its events have no times.
    public func elapsed(of step: RunStep, at now: Duration) -> Duration? {
        if step.state != .working { return step.duration }
        if let began = step.began, let stamp = latest.stamp, let arrival = latest.arrival {
            return .microseconds(max(0, stamp - began)) + max(.zero, now - arrival)
        }
        return step.arrived.map { max(.zero, now - $0) }
    }
}

/// Remembers the latest events without ids, since older CrewAI versions send some of them twice in a row.
struct RecentEvents: Sendable {
    private static let reach = 32

    private var hashes: [Int] = []
    private var next = 0

    /// Whether the event repeats one of the latest. It's then recorded as seen.
    ///
    /// Fractions of a second distinguish similar events; an event without them is never treated as a repetition.
    mutating func isRepeat(_ event: CrewEvent) -> Bool {
        guard let timestamp = event.timestamp, timestamp.utf8.contains(UInt8(ascii: ".")) else {
            return false
        }
        var hasher = Hasher()
        hasher.combine(timestamp)
        hasher.combine(event.kind)
        hasher.combine(event.agent)
        hasher.combine(event.task)
        hasher.combine(event.tool)
        hasher.combine(event.message)
        hasher.combine(event.piece)
        hasher.combine(event.arguments)
        let hash = hasher.finalize()
        if hashes.contains(hash) { return true }
        if hashes.count < Self.reach {
            hashes.append(hash)
        } else {
            hashes[next] = hash
            next = (next + 1) % Self.reach
        }
        return false
    }
}
