import Logging
import Nx1Events
import Nx1HTTP
import Nx1Values

/// The updates of a run: every event once, in order, then its result; see ``Nx1/updates(of:patience:)``.
///
/// The sequence is pull-based: it reads from the network only on demand, so a slow reader costs no memory, and a reader
/// that stops leaves nothing behind.
public struct RunUpdates: AsyncSequence, Sendable {
    let nx1: Nx1
    let correlationID: String
    let patience: Duration

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            nx1: nx1, correlationID: correlationID, feed: EventFeed(nx1: nx1, correlationID: correlationID),
            follower: RunFollower(
                patience: patience, policy: nx1.configuration.retryPolicy,
                limits: nx1.configuration.limits))
    }

    /// Drives a `RunFollower`: carries out its actions and feeds it the outcomes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let nx1: Nx1
        private let correlationID: String
        private var feed: EventFeed
        private var follower: RunFollower
        private var action: RunFollower.Action?
        private let time: Timekeeper
        private let deadline: RunDeadline

        init(nx1: Nx1, correlationID: String, feed: EventFeed, follower: RunFollower) {
            self.nx1 = nx1
            self.correlationID = correlationID
            self.feed = feed
            self.follower = follower
            time = nx1.configuration.timekeeper
            deadline = RunDeadline(nx1.configuration, correlationID: correlationID)
            action = self.follower.begin()
        }

        /// Returns the next update; nil after the end.
        /// - Throws: ``Nx1Error`` with the correlation id, `CancellationError`.
        public mutating func next() async throws -> RunUpdate? {
            while let action {
                if let event = feed.nextEvent() { return .event(event) }
                try deadline.check()
                switch action {
                case .openEvents:
                    self.action = handle(try await feed.open(within: follower.openingLimit))
                case .readEvents(let limit):
                    self.action = handle(try await feed.read(within: deadline.clamp(limit)))
                case .askResult:
                    self.action = try await askResult()
                case .wait(let pause):
                    try await time.sleep(deadline.clamp(pause))
                    self.action = follower.handle(.waited, at: time.moment)
                case .end(let result):
                    self.action = nil
                    return .ended(result)
                case .fail(let error):
                    self.action = nil
                    throw error.about(correlationID)
                }
            }
            return nil
        }

        private mutating func handle(_ input: RunFollower.Input) -> RunFollower.Action {
            if case .eventsFailed(let error) = input, error.code == .tooLarge || error.code == .notUnderstood
            {
                nx1.configuration.logger.warning(
                    "Can't show further progress of run \(correlationID): \(error.sentence) Still waiting for its answer."
                )
            }
            return follower.handle(input, at: time.moment)
        }

        private mutating func askResult() async throws -> RunFollower.Action {
            let reading = try await nx1.readResult(of: correlationID)
            let action = follower.handle(.result(reading), at: time.moment)
            if case .wait(let pause) = action {
                nx1.configuration.log(reading, about: correlationID, retryAfter: pause)
            }
            return action
        }
    }
}

/// An update of a run.
public enum RunUpdate: Sendable, Hashable {
    /// A progress event of the crew.
    case event(CrewEvent)
    /// The run has completed or failed. Nothing follows.
    case ended(CrewResult)
}

/// The progress events of a run; see ``Nx1/events(of:)``.
public struct CrewEvents: AsyncSequence, Sendable {
    let updates: RunUpdates

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(updates: updates.makeAsyncIterator())
    }

    /// Iterates over the events until the run ends.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var updates: RunUpdates.AsyncIterator

        /// Returns the next event; nil when the run has completed or failed.
        /// - Throws: ``Nx1Error``, `CancellationError`.
        public mutating func next() async throws -> CrewEvent? {
            guard case .event(let event)? = try await updates.next() else { return nil }
            return event
        }
    }
}

/// The deadline for following one run (``Limits/run``): clamps waits, and throws once it has passed.
struct RunDeadline: Sendable {
    private let correlationID: String
    private let limit: Duration?
    private let end: Duration?
    private let now: @Sendable () -> Duration

    /// Starts the deadline.
    init(_ configuration: ClientConfiguration, correlationID: String) {
        self.correlationID = correlationID
        limit = configuration.limits.run
        now = configuration.timekeeper.now
        end = limit.map { [now] in now() + $0 }
    }

    /// Returns `wait`, or the remaining time if that's less; never less than zero.
    func clamp(_ wait: Duration) -> Duration {
        guard let end else { return wait }
        return max(.zero, min(wait, end - now()))
    }

    /// - Throws: ``Nx1Error`` (`stillRunning`) once the deadline has passed.
    func check() throws(Nx1Error) {
        guard let end, let limit, now() >= end else { return }
        throw Nx1Error(
            .stillRunning, "The run is still in progress after \(limit.inWords), and continues.",
            advice: "Resume it by its id.", correlationID: correlationID)
    }
}
