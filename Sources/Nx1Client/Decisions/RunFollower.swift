import Nx1HTTP
import Nx1Values

/// Following a run from request to result, as a value: it takes what happened and says what to do next. It needs no
/// network, no clock and no event; ``RunUpdates`` does what it says.
///
/// The events are what a person watches, the result is what decides: whenever the events end, fail or fall silent, the result
/// is asked for, and so it is every now and then while they keep coming. When it is there, what is left of the events is read,
/// and only then the run has ended.
struct RunFollower: Sendable {
    enum Input: Sendable {
        case eventsOpened
        case eventsArrived(Arrival)
        /// The body ended in the orderly way. A document is a snapshot to be asked for again, anything else a stream.
        case eventsEnded(Arrival, isDocument: Bool, reconnectAfter: Duration?)
        /// The connection broke before the end of the body.
        case eventsCut(reconnectAfter: Duration?)
        /// No event for as long as allowed; still open if something else, such as a comment, keeps arriving.
        case eventsSilent(isOpen: Bool)
        case eventsFailed(Nx1Error)
        case result(ResultReading)
        case waited
    }

    /// Events that have just been read.
    struct Arrival: Sendable {
        /// How many of them were not seen before.
        var fresh = 0
        /// Whether one of those says that the whole crew has ended.
        var isTerminal = false
        /// How long they were waited for.
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

    /// How long to wait for more, all in all, once an event has told of the end of the run.
    static let drain: Duration = .milliseconds(300)
    /// The longest wait that a stream's `retry` field may ask for.
    static let longestReconnection: Duration = .seconds(30)
    /// So many cut connections in a row that bring nothing new end the reading of what is left.
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
    /// When the result was last asked for.
    private var askedAt: Duration?
    /// How long the service asks to wait before another connection, once it has.
    private var told: Duration?
    private var hasSeenEvents = false
    private var sawTerminalEvent = false
    /// An event claimed the end, and the result denied it: don't believe the next claim.
    private var wasMisled = false
    private var outcome: CrewResult?

    /// - Parameters:
    ///   - patience: how long the run may be unknown to the service.
    ///   - policy: how long the service may be out of reach.
    ///   - limits: how long the events may be silent before the result is asked for, and how long what is left of them is
    ///     waited for.
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
            // A stream may stay alive for longer than its run.
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

    /// How long opening the events may take; nil is as long as any request.
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
        // A service that wants to be left alone for longer than is waited here is asked for the result only.
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

    /// The result is known and the events have ended once more: were they all?
    private mutating func settle(_ result: CrewResult) -> Action {
        let mayHaveMore = events == .ended && freshInConnection > 0 && !sawTerminalEvent
        return mayHaveMore ? openOnceMore(for: result) : .end(result)
    }

    private mutating func openOnceMore(for result: CrewResult) -> Action {
        remainder.pause(told ?? .zero).map(Action.wait) ?? .end(result)
    }

    /// If the result is known and the connection breaks once more, what it was to bring may come over the next one.
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

/// How long events are still read once a run's result is there, as a value.
///
/// Only waiting counts, so a backlog is read to its end however long it is, while a stream that goes on saying that it is
/// alive, or that greets every connection, doesn't keep the run from ending.
struct RunRemainder: Sendable {
    /// How long the pauses between connections may be, all in all.
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

    /// How long to wait for the next event; nil if that has been waited already.
    func limit(hasSeenEvents: Bool) -> Duration? {
        let left = (hasSeenEvents ? ofSome : ofNone) - waited
        return left > .zero ? left : nil
    }

    /// The pause before another connection, if one of `wanted` is to be made; nil if there were enough of them.
    mutating func pause(_ wanted: Duration) -> Duration? {
        let pause = max(wanted, Self.shortestPause)
        paused += pause
        return paused <= Self.pauses ? pause : nil
    }
}
