import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The pace of requests for runs")
struct PaceTests {
    /// Admits as many requests as allowed, and returns their number and the next verdict.
    private func start(_ pace: inout Pace, at now: Duration = .zero) -> (Int, Pace.Verdict) {
        for count in 0..<100 {
            let verdict = pace.want(at: now)
            if verdict != .go { return (count, verdict) }
        }
        return (100, .go)
    }

    @Test("has no limit unless the service refuses a request")
    func free() {
        var pace = Pace()
        #expect(start(&pace) == (100, .go))
    }

    @Test("makes all requests wait after a refusal, then admits half as many")
    func refused() {
        var pace = Pace()
        for _ in 0..<8 { _ = pace.want(at: .zero) }
        for pause in [2, 3, 1] { pace.comeBack(at: .seconds(1), refusedFor: .seconds(pause)) }
        #expect(start(&pace, at: .seconds(1)) == (0, .wait(.seconds(3))))
        for _ in 0..<5 { pace.comeBack(at: .seconds(1), refusedFor: .seconds(1)) }
        #expect(start(&pace, at: .seconds(4)) == (4, .queue))
    }

    @Test("admits one more request for each accepted run, until the limit is lifted")
    func recovery() {
        var pace = Pace()
        for _ in 0..<2 { _ = pace.want(at: .zero) }
        for _ in 0..<2 { pace.comeBack(at: .zero, refusedFor: .seconds(1)) }
        var rounds: [Int] = []
        for _ in 0..<5 {
            let (count, _) = start(&pace, at: .seconds(1))
            rounds.append(count)
            for _ in 0..<count { pace.comeBack(at: .seconds(1), refusedFor: nil) }
        }
        #expect(rounds == [1, 2, 4, 8, 16])
        while pace.limit != nil {
            #expect(pace.want(at: .seconds(1)) == .go)
            pace.comeBack(at: .seconds(1), refusedFor: nil)
        }
    }

    @Test("always admits one request, however often it's refused")
    func never() {
        var pace = Pace()
        for second in 0..<10 {
            #expect(pace.want(at: .seconds(second)) == .go)
            pace.comeBack(at: .seconds(second), refusedFor: .seconds(1))
        }
        #expect(start(&pace, at: .seconds(60)) == (1, .queue))
    }
}
