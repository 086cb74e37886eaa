import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("A sleep")
struct SleepTests {
    @Test("takes at least its duration")
    func time() async throws {
        let clock = ContinuousClock()
        let took = try await clock.measure { try await Sleep.sleep(for: .milliseconds(30)) }
        #expect(took >= .milliseconds(30))
    }

    @Test("of zero or negative duration ends at once", arguments: [Duration.zero, .seconds(-1)])
    func none(duration: Duration) async throws {
        try await Sleep.sleep(for: duration)
    }

    @Test("ends when its task is cancelled, before or during it")
    func cancelled() async {
        for isEarly in [true, false] {
            await withThrowingTaskGroup(of: Void.self) { group in
                if isEarly { group.cancelAll() }
                group.addTask { try await Sleep.sleep(for: .seconds(3600)) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test("is independent of others at the same time")
    func many() async throws {
        let ended = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    await withTaskGroup(of: Bool.self) { race in
                        race.addTask { (try? await Sleep.sleep(for: .milliseconds(number % 7))) != nil }
                        race.addTask { (try? await Sleep.sleep(for: .seconds(3600))) != nil }
                        let first = await race.next() ?? false
                        race.cancelAll()
                        return first
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ended == 500)
    }
}
