import Synchronization
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

/// The current, maximum and total number of callers inside.
private final class Room: Sendable {
    let count = Mutex((now: 0, most: 0, all: 0))

    func enter() { count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.all + 1) } }
    func leave() { count.withLock { $0.now -= 1 } }
}

@Suite("A turnstile")
struct TurnstileTests {
    @Test("admits all callers, one at a time")
    func oneAtATime() async throws {
        let turnstile = Turnstile()
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await turnstile.pass {
                        room.enter()
                        await Task.yield()
                        room.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.count.withLock { $0.most } == 1)
        #expect(room.count.withLock { $0.all } == 200)
    }

    @Test("lets waiting callers leave at once without blocking others", .timeLimit(.minutes(1)))
    func leaving() async throws {
        let turnstile = Turnstile()
        let (gate, open) = AsyncStream<Void>.makeStream()
        let room = Room()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await turnstile.pass {
                    room.enter()
                    for await _ in gate {}
                }
            }
            try await eventually("the first one inside") { room.count.withLock { $0.now } == 1 }
            await withTaskGroup(of: Void.self) { waiting in
                waiting.addTask {
                    await #expect(throws: CancellationError.self) { try await turnstile.pass {} }
                }
                waiting.cancelAll()
            }
            open.finish()
            try await group.waitForAll()
        }
        // The cancelled caller wasn't admitted.
        try await turnstile.pass {}
    }
}
