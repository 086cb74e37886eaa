import Synchronization

/// Where all requests for runs of one client pass, at the pace that the service bears.
final class StartGate: Sendable {
    private struct State {
        var pace = Pace()
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var cancelled: Set<Int> = []
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// Lets one request through when it may go.
    /// - Parameter work: the request; says for how long the service wants no other, if it was too much.
    /// - Throws: `CancellationError`; what `work` throws.
    func pass<Result>(
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
