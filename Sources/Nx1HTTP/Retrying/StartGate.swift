import Synchronization

/// Paces all requests for runs of one client to what the service accepts.
package final class StartGate: Sendable {
    private struct State {
        var pace = Pace()
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var cancelled: Set<Int> = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Runs one request when the pace allows it.
    /// - Parameter work: the request; returns the pause that the service requests if it's rate limiting.
    /// - Throws: `CancellationError`; any error of `work`.
    package func pass<Result>(
        by time: Timekeeper, _ work: () async throws -> (Result, refusedFor: Duration?)
    ) async throws -> Result {
        try await enter(by: time)
        do {
            let (result, pause) = try await work()
            leave(at: time.now(), refusedFor: pause)
            return result
        } catch {
            leave(at: time.now(), refusedFor: nil)
            throw error
        }
    }

    private func enter(by time: Timekeeper) async throws {
        while true {
            try Task.checkCancellation()
            switch state.withLock({ $0.pace.want(at: time.now()) }) {
            case .go: return
            case .wait(let pause): try await time.sleep(pause)
            case .queue: await turn()
            }
        }
    }

    private func leave(at now: Duration, refusedFor pause: Duration?) {
        let woken = state.withLock { state in
            state.pace.comeBack(at: now, refusedFor: pause)
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Waits until another request completes, or the task is cancelled.
    private func turn() async {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // The other requests may already have completed.
                    if state.cancelled.remove(number) != nil || state.pace.onTheirWay == 0 { return true }
                    state.waiting.append((number, continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil as CheckedContinuation<Void, Never>?
                }
                return state.waiting.remove(at: index).continuation
            }
            waiter?.resume()
        }
        _ = state.withLock { $0.cancelled.remove(number) }
    }
}

/// The pace of requests for runs, as a value: a refusal of one (429) slows down all that share a client.
///
/// After a refusal, no request is sent until the time that the service names, then at most half as many in parallel as
/// before. Each accepted run raises the limit by one, until it's lifted.
struct Pace: Sendable {
    /// What a request must do.
    enum Verdict: Sendable, Hashable {
        case go
        /// Wait this long, then try again.
        case wait(Duration)
        /// Wait until another request completes.
        case queue
    }

    /// The limit at which it's lifted.
    private static let unlimited = 1024

    /// The maximum number of requests in flight; nil means no limit.
    private(set) var limit: Int?
    private(set) var onTheirWay = 0
    /// No request is sent before this time.
    private var resumes = Duration.zero

    /// Asks to send a request at `now`.
    mutating func want(at now: Duration) -> Verdict {
        if now < resumes { return .wait(resumes - now) }
        if let limit, onTheirWay >= limit { return .queue }
        onTheirWay += 1
        return .go
    }

    /// Records a completed request.
    /// - Parameter pause: the pause that the service requests, if it refused the request (429).
    mutating func comeBack(at now: Duration, refusedFor pause: Duration?) {
        onTheirWay -= 1
        if let pause {
            // Refusals of requests that were in flight together count as one.
            if now >= resumes { limit = max(1, (min(limit ?? .max, onTheirWay + 1) + 1) / 2) }
            resumes = max(resumes, now + pause)
        } else if let limit {
            self.limit = limit + 1 < Self.unlimited ? limit + 1 : nil
        }
    }
}
