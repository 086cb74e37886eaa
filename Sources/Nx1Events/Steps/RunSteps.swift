/// What happened in a run, made of its events: a tree of crew, tasks, agents, tool calls and model calls.
///
/// Events may come in nearly any order, and any of them twice. Where they name each other by id (CrewAI 1.x), the ids decide;
/// where not, an end belongs to the beginning that its kind, agent, tool and order fit. The memory is bounded whatever comes,
/// and an event costs the same at the end of a long run as at its beginning.
public struct RunSteps: Sendable {
    /// The longest text, in bytes, that is kept of arguments, an output or an error.
    public static let longestText = 64 << 10

    var store = StepStore()
    /// Nodes at work whose end can only be told by order, oldest first.
    var open: [Int] = []
    /// What models are writing, the latest last.
    var writers: [Writer] = []
    private var repeats = RecentEvents()
    private var kinds = LatestKind<KindMeaning>()
    /// The latest moment that events have told of.
    var latest = StepNode.Stamp()
    var crewTokens: TokenUsage?
    var calledTokens: TokenUsage?
    /// How far the run has come, from 0 to 1, if its events say so.
    public private(set) var progress: Double?
    /// How many pieces of text models have written.
    public internal(set) var pieces = 0
    /// Changes with the tree, and not with pieces of text.
    public internal(set) var revision = 0

    /// The text of one model call.
    struct Writer: Sendable {
        let node: Int
        var text = WrittenText()
        var thinking = WrittenText()
    }

    /// No events yet.
    public init() {}

    /// Whether there is nothing in the tree.
    public var isEmpty: Bool { store.nodes.isEmpty }

    /// How many steps are kept, with those that are CrewAI's inside.
    public var count: Int { store.nodes.count }

    /// How many steps were let go to keep the memory bounded.
    public var forgotten: Int { store.forgotten }

    /// The tokens that the run has taken so far, as far as its events say.
    public var tokens: TokenUsage? {
        guard let crewTokens, crewTokens.total > calledTokens?.total ?? 0 else { return calledTokens }
        return crewTokens
    }

    /// Takes an event.
    /// - Parameters:
    ///   - event: of the run; it may have come before, and out of its order.
    ///   - arrival: when it came, since the watching began; for events without times of their own.
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

    /// Notes that the run has ended, so that nothing in it works any more.
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

    /// Tells how long steps have taken that are still at work.
    public var clock: RunClock { RunClock(latest: latest) }
}

/// The service's clock, as far as a run's events tell it, beside the time of those who watch the run.
public struct RunClock: Sendable, Hashable {
    let latest: StepNode.Stamp

    /// How long a step has taken at a moment: its duration, or, while it is at work, the time since its beginning.
    /// - Parameters:
    ///   - step: of the run that this clock is for.
    ///   - now: the time since the watching began, as in ``RunSteps/add(_:at:)``.
    /// - Returns: nil if its events tell no times.
    public func elapsed(of step: RunStep, at now: Duration) -> Duration? {
        if step.state != .working { return step.duration }
        if let began = step.began, let stamp = latest.stamp, let arrival = latest.arrival {
            return .microseconds(max(0, stamp - began)) + max(.zero, now - arrival)
        }
        return step.arrived.map { max(.zero, now - $0) }
    }
}

/// Knows the latest events without an id of their own: older CrewAI sends some of them twice in a row.
struct RecentEvents: Sendable {
    private static let reach = 32

    private var hashes: [Int] = []
    private var next = 0

    /// Whether the event is one of the latest, come once more; it then counts as seen.
    ///
    /// Times with fractions of a second tell two like events apart; without them nothing is taken for a repetition.
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
