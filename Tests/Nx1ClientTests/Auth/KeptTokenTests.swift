import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The token in use")
struct KeptTokenTests {
    private let failure = Nx1Error(.serviceFailed, "Busy.")

    private func signature(_ token: String) throws(Nx1Error) -> Authorization { try .bearerToken(token) }

    private func kept(_ token: String, lifetime: Duration) throws(Nx1Error) -> KeptToken {
        var kept = KeptToken()
        kept.store(AccessToken(try signature(token), from: .zero, lifetime: lifetime))
        return kept
    }

    @Test(
        "is renewed 30 seconds before it expires, or after four fifths of a short lifetime",
        arguments: [(600, 570.0), (150, 120.0), (60, 48.0), (2, 1.6)])
    func margin(lifetime: Int, renewal: Double) throws {
        let kept = try kept("a", lifetime: .seconds(lifetime))
        let a = try signature("a")
        #expect(kept.step(at: .seconds(renewal - 0.01), arrived: 0) == .use(a))
        #expect(kept.step(at: .seconds(renewal), arrived: 0) == .fetch)
    }

    @Test("is used until it's refused if its expiry is unknown")
    func endless() throws {
        var kept = KeptToken()
        kept.store(AccessToken(try signature("a")))
        #expect(kept.step(at: .seconds(1_000_000_000), arrived: 0) == .use(try signature("a")))
        kept.discard(try signature("a"))
        #expect(kept.step(at: .zero, arrived: 0) == .fetch)
    }

    @Test("is discarded only if it's the refused one")
    func discard() throws {
        var kept = try kept("new", lifetime: .seconds(600))
        kept.discard(try signature("old"))
        #expect(kept.step(at: .zero, arrived: 0) == .use(try signature("new")))
        kept.discard(try signature("new"))
        #expect(kept.step(at: .zero, arrived: 0) == .fetch)
    }

    @Test("is used until it expires if an early renewal fails, without further renewals meanwhile")
    func failedRenewal() throws {
        var kept = try kept("a", lifetime: .seconds(100))
        let a = try signature("a")
        #expect(kept.step(at: .seconds(85), arrived: 0) == .fetch)
        #expect(kept.fail(failure, at: .seconds(86)) == .use(a))
        #expect(kept.step(at: .seconds(99), arrived: 0) == .use(a))
        #expect(kept.step(at: .seconds(100), arrived: 0) == .fetch)
        #expect(kept.fail(failure, at: .seconds(101)) == .fail(failure))
    }

    @Test("shares the error of a failed fetch with all waiting requests; later requests fetch again")
    func sharedFailure() {
        var kept = KeptToken()
        let arrived = kept.failures
        #expect(kept.fail(failure, at: .zero) == .fail(failure))
        #expect(kept.step(at: .zero, arrived: arrived) == .fail(failure))
        #expect(kept.step(at: .zero, arrived: kept.failures) == .fetch)
    }

    @Test("doesn't outlive its lifetime if the wall clock is set back")
    func clockSetBack() throws {
        let token = AccessToken(
            try signature("a"), from: .zero, lifetime: .seconds(600), remaining: .seconds(90_000))
        #expect(!token.isAlive(at: .seconds(600)))
    }
}
