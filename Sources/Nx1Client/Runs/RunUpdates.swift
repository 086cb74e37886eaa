/// What happens in a run, each thing once, in order, to its end; see ``Nx1/updates(of:patience:)``.
///
/// Pull-based: nothing is read from the network before it is asked for, so a slow reader costs no memory, and a reader that
/// stops leaves nothing behind.
public struct RunUpdates: AsyncSequence, Sendable {
    let nx1: Nx1
    let correlationID: String
    let patience: Duration

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            nx1: nx1, correlationID: correlationID, feed: EventFeed(nx1: nx1, correlationID: correlationID),
            follower: RunFollower(patience: patience))
    }

    /// Drives a ``RunFollower``: does what it says, tells it what came of it.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let nx1: Nx1
        private let correlationID: String
        private var feed: EventFeed
        private var follower: RunFollower
        private var action: RunFollower.Action?

        init(nx1: Nx1, correlationID: String, feed: EventFeed, follower: RunFollower) {
            self.nx1 = nx1
            self.correlationID = correlationID
            self.feed = feed
            self.follower = follower
            action = self.follower.begin()
        }

        /// The next thing that happens; nil after the end.
        /// - Throws: ``Nx1Error`` with the correlation id, `CancellationError`.
        public mutating func next() async throws -> RunUpdate? {
            while let action {
                if let event = feed.takeEvent() { return .event(event) }
                switch action {
                case .openEvents:
                    self.action = follower.handle(try await feed.open())
                case .readEvents(let limit):
                    self.action = follower.handle(try await feed.read(within: limit))
                case .askResult:
                    self.action = follower.handle(.result(try await nx1.readResult(of: correlationID)))
                case .wait(let pause):
                    try await Task.sleep(for: pause)
                    self.action = follower.handle(.waited)
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
    }
}
