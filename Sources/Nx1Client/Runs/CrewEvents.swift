/// The progress events of a run; see ``Nx1/events(of:)``.
public struct CrewEvents: AsyncSequence, Sendable {
    let updates: RunUpdates

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(updates: updates.makeAsyncIterator())
    }

    /// Passes on the events and stops at the end of the run.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var updates: RunUpdates.AsyncIterator

        /// The next event; nil when the run has ended, well or not.
        /// - Throws: ``Nx1Error``, `CancellationError`.
        public mutating func next() async throws -> CrewEvent? {
            guard case .event(let event)? = try await updates.next() else { return nil }
            return event
        }
    }
}
