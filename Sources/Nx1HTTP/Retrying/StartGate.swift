import Synchronization

/// Where all requests for runs of one client pass, at the pace that the service bears.
package final class StartGate: Sendable {
    private struct State {
        var pace = Pace()
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var cancelled: Set<Int> = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Lets one request through when it may go.
    /// - Parameter work: the request; says for how long the service wants no other, if it was too much.
    /// - Throws: `CancellationError`; what `work` throws.
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

    /// Waits until another is back, or the task is cancelled.
    private func turn() async {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // Whoever was on their way may be back already.
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

/// How fast runs may be asked for, as a value: what the service refuses to one (429) holds for all that share a client.
///
/// After a refusal nobody asks until the time that the service has named, and then at most half as many at once as before; each
/// run that is taken lets one more go, until there is no limit again.
struct Pace: Sendable {
    /// What somebody does who wants to ask.
    enum Verdict: Sendable, Hashable {
        case go
        /// Wait so long, and want again.
        case wait(Duration)
        /// Wait until another is back.
        case queue
    }

    /// Where the limit is lifted.
    private static let unlimited = 1024

    /// How many may be on their way at once; nil is any number.
    private(set) var limit: Int?
    private(set) var onTheirWay = 0
    /// Nobody asks before this.
    private var resumes = Duration.zero

    /// Somebody wants to ask at the time `now`.
    mutating func want(at now: Duration) -> Verdict {
        if now < resumes { return .wait(resumes - now) }
        if let limit, onTheirWay >= limit { return .queue }
        onTheirWay += 1
        return .go
    }

    /// Somebody is back.
    /// - Parameter pause: if the service said that it was too much, how long it wants to be left alone.
    mutating func comeBack(at now: Duration, refusedFor pause: Duration?) {
        onTheirWay -= 1
        if let pause {
            // Those that were on their way together are refused together, which is one refusal.
            if now >= resumes { limit = max(1, (min(limit ?? .max, onTheirWay + 1) + 1) / 2) }
            resumes = max(resumes, now + pause)
        } else if let limit {
            self.limit = limit + 1 < Self.unlimited ? limit + 1 : nil
        }
    }
}
