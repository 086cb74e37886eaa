import Nx1HTTP
import Nx1Values

/// Follows a run from request to result, as a value: decides after each input what to do next. Uses no network, no
/// clock and no events; ``RunUpdates`` carries out its decisions.
///
/// Events are for people; the result decides. Whenever the events end, fail or fall silent, and from time to time while
/// they keep arriving, the result is requested. Once it's known, the remaining events are read before the run counts as
/// ended.
struct RunFollower: Sendable {
    enum Input: Sendable {
        case eventsOpened
        case eventsArrived(Arrival)
        /// The body ended normally. A document is a snapshot to poll again, anything else a stream.
        case eventsEnded(Arrival, isDocument: Bool, reconnectAfter: Duration?)
        /// The connection broke before the end of the body.
        case eventsCut(reconnectAfter: Duration?)
        /// No event arrived within the limit. The stream stays open if something else, such as a comment, keeps
        /// arriving.
        case eventsSilent(isOpen: Bool)
        case eventsFailed(Nx1Error)
        case result(ResultReading)
        case waited
    }

    /// Events just read.
    struct Arrival: Sendable {
        /// The number of new events.
        var fresh = 0
        /// Whether a new event says that the whole crew has ended.
        var isTerminal = false
        /// How long they took to arrive.
        var waited: Duration = .zero
    }

    enum Action: Sendable, Hashable {
        case openEvents
        case readEvents(within: Duration)
        case askResult
        case wait(Duration)
        case end(CrewResult)
        case fail(Nx1Error)
    }

    private enum Events: Sendable {
        case open, ended, document, silent, failed, heldOff, notOffered
    }

    /// The total time to wait for further events after an event that ends the run.
    static let drain: Duration = .milliseconds(300)
    /// The maximum pause that a stream's `retry` field may request.
    static let longestReconnection: Duration = .seconds(30)
    /// The number of consecutive broken connections without new events that ends the reading of remaining events.
    static let mostFruitlessCuts = 4

    private let silence: Duration
    private let longestRetryAfter: Duration
    private var events = Events.ended
    private var results: ResultFollower
    private var reconnection = Backoff(from: .milliseconds(100), to: .seconds(5))
    private var remainder: RunRemainder
    private var freshInConnection = 0
    private var fruitlessCuts = 0
    private var waitedSinceTerminalEvent: Duration = .zero
    /// When the result was last requested.
    private var askedAt: Duration?
    /// The pause before another connection that the service requested, if any.
    private var told: Duration?
    private var hasSeenEvents = false
    private var sawTerminalEvent = false
    /// Whether an event announced the end but the result contradicted it, so that later such events are ignored.
    private var wasMisled = false
    private var outcome: CrewResult?

    /// - Parameters:
    ///   - patience: how long the run may be unknown to the service.
    ///   - policy: how long the service may be unreachable.
    ///   - limits: how long the events may be silent before the result is requested, and how long to wait for remaining
    ///     events.
    init(patience: Duration, policy: RetryPolicy = .init(), limits: Limits = .init()) {
        results = ResultFollower(patience: patience, policy: policy)
        silence = limits.silence
        remainder = RunRemainder(limits)
        longestRetryAfter = policy.budget
    }

    mutating func begin() -> Action { .openEvents }

    mutating func handle(_ input: Input, at moment: Moment = Moment()) -> Action {
        let asked = askedAt ?? moment.now
        askedAt = asked
        switch input {
        case .eventsOpened:
            events = .open
            freshInConnection = 0
            return read
        case .eventsArrived(let arrival):
            count(arrival)
            // A stream may outlive its run.
            return outcome == nil && moment.now - asked >= silence ? .askResult : read
        case .eventsEnded(let arrival, let isDocument, let reconnectAfter):
            count(arrival)
            events = isDocument ? .document : .ended
            obey(reconnectAfter)
            guard let outcome else { return .askResult }
            return settle(outcome)
        case .eventsCut(let reconnectAfter):
            events = .ended
            obey(reconnectAfter)
            return settleAfterCut()
        case .eventsSilent(let isOpen):
            events = isOpen ? .open : .silent
            return outcome.map(Action.end) ?? .askResult
        case .eventsFailed(let error):
            return handle(failure: error)
        case .result(let reading):
            askedAt = moment.now
            return handle(reading, at: moment)
        case .waited:
            return resume()
        }
    }

    /// The limit for opening the events; nil means that of any request.
    var openingLimit: Duration? {
        outcome.flatMap { _ in remainder.limit(hasSeenEvents: hasSeenEvents) }
    }

    private var read: Action {
        if sawTerminalEvent && !wasMisled {
            let left = Self.drain - waitedSinceTerminalEvent
            return left > .zero ? .readEvents(within: left) : outcome.map(Action.end) ?? .askResult
        }
        guard let outcome else { return .readEvents(within: silence) }
        return remainder.limit(hasSeenEvents: hasSeenEvents).map(Action.readEvents) ?? .end(outcome)
    }

    private mutating func obey(_ reconnectAfter: Duration?) {
        guard let reconnectAfter else { return }
        let first = min(reconnectAfter, Self.longestReconnection)
        told = first
        reconnection = Backoff(from: first, to: max(first, .seconds(5)))
    }

    private mutating func count(_ arrival: Arrival) {
        freshInConnection += arrival.fresh
        if outcome != nil { remainder.add(waited: arrival.waited) }
        if sawTerminalEvent { waitedSinceTerminalEvent += arrival.waited }
        sawTerminalEvent = sawTerminalEvent || arrival.isTerminal
        if arrival.fresh > 0 {
            hasSeenEvents = true
            results.recordProgress()
            reconnection.reset()
        }
    }

    private mutating func handle(failure error: Nx1Error) -> Action {
        let isOffered = error.isPassing || error.code == .notFound
        events = isOffered ? .failed : .notOffered
        if let outcome {
            let mayHaveMore = error.isPassing && error.code != .timedOut && !sawTerminalEvent
            return mayHaveMore ? tryOnceMore(for: outcome, after: error.retryAfter) : .end(outcome)
        }
        guard isOffered, let pause = error.retryAfter, pause > .zero else { return .askResult }
        // If the service requests a pause beyond the retry limit, only the result is polled.
        events = pause <= longestRetryAfter ? .heldOff : .notOffered
        return events == .heldOff ? .wait(pause) : .askResult
    }

    private mutating func resume() -> Action {
        switch events {
        case .heldOff:
            events = .failed
            return .askResult
        case .notOffered: return .askResult
        default:
            guard let outcome, openingLimit == nil else { return .openEvents }
            return .end(outcome)
        }
    }

    private mutating func handle(_ reading: ResultReading, at moment: Moment) -> Action {
        let isFailure = if case .failed = reading { true } else { false }
        switch results.handle(reading, at: moment) {
        case .fail(let error):
            return .fail(error)
        case .end(let result):
            outcome = result
            switch events {
            case .open: return read
            case .notOffered: return .end(result)
            case .ended, .document: return sawTerminalEvent ? .end(result) : .openEvents
            case .silent, .failed, .heldOff: return .openEvents
            }
        case .wait(let pause):
            if sawTerminalEvent { wasMisled = true }
            switch events {
            case .open: return isFailure ? .readEvents(within: max(silence, pause)) : read
            case .silent where !isFailure: return .openEvents
            case .ended: return .wait(isFailure ? max(pause, reconnection.next()) : reconnection.next())
            case .document, .failed, .heldOff, .notOffered, .silent: return .wait(pause)
            }
        }
    }

    /// Decides, once the result is known and the events have ended again, whether there may be more.
    private mutating func settle(_ result: CrewResult) -> Action {
        let mayHaveMore = events == .ended && freshInConnection > 0 && !sawTerminalEvent
        return mayHaveMore ? openOnceMore(for: result) : .end(result)
    }

    private mutating func openOnceMore(for result: CrewResult) -> Action {
        remainder.pause(told ?? .zero).map(Action.wait) ?? .end(result)
    }

    /// If the connection breaks after the result is known, the missing events may arrive over the next one.
    private mutating func settleAfterCut() -> Action {
        guard let result = outcome else { return .askResult }
        if sawTerminalEvent { return .end(result) }
        if freshInConnection > 0 {
            fruitlessCuts = 0
            return openOnceMore(for: result)
        }
        return tryOnceMore(for: result)
    }

    private mutating func tryOnceMore(for result: CrewResult, after told: Duration? = nil) -> Action {
        fruitlessCuts += 1
        guard fruitlessCuts < Self.mostFruitlessCuts, (told ?? .zero) <= longestRetryAfter else {
            return .end(result)
        }
        return .wait(max(reconnection.next(), told ?? .zero))
    }
}

/// How long to keep reading events once a run's result is known, as a value.
///
/// Only waiting counts, so a backlog of any length is read completely, while a stream that keeps sending heartbeats or
/// greetings doesn't keep the run from ending.
struct RunRemainder: Sendable {
    /// The maximum total of the pauses between connections.
    static let pauses: Duration = .seconds(30)
    /// The shortest pause before another connection.
    static let shortestPause: Duration = .milliseconds(20)

    private let ofSome: Duration
    private let ofNone: Duration
    private var waited: Duration = .zero
    private var paused: Duration = .zero

    init(_ limits: Limits) {
        ofSome = limits.remainder
        ofNone = limits.firstRemainder
    }

    mutating func add(waited time: Duration) {
        waited += time
    }

    /// The remaining time to wait for the next event; nil if it's used up.
    func limit(hasSeenEvents: Bool) -> Duration? {
        let left = (hasSeenEvents ? ofSome : ofNone) - waited
        return left > .zero ? left : nil
    }

    /// The pause before another connection, at least `wanted`; nil if the total is used up.
    mutating func pause(_ wanted: Duration) -> Duration? {
        let pause = max(wanted, Self.shortestPause)
        paused += pause
        return paused <= Self.pauses ? pause : nil
    }
}
