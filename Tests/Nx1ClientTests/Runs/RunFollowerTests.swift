import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("Following a run")
struct RunFollowerTests {
    private static let result = CrewResult(correlationID: "c", status: .completed, value: "42")
    private static let failure = Nx1Error(.serviceFailed, "503", httpStatus: 503)
    private let ended = RunFollower.Input.result(.ended(result))
    private let pending = RunFollower.Input.result(.pending(.running))
    private let finished = RunFollower.Input.eventsEnded(.init(), isDocument: false, reconnectAfter: nil)
    private let terminal = RunFollower.Input.eventsArrived(.init(fresh: 1, isTerminal: true))
    private let progress = RunFollower.Input.eventsArrived(.init(fresh: 1, isTerminal: false))

    /// Feeds the inputs in order and returns the follower's action for each.
    private func actions(_ inputs: [RunFollower.Input], patience: Duration = .seconds(3)) -> [RunFollower
        .Action]
    {
        var follower = RunFollower(patience: patience)
        return [follower.begin()] + inputs.map { follower.handle($0) }
    }

    @Test("takes one stream and one request for the result without faults")
    func plain() {
        #expect(
            actions([.eventsOpened, progress, terminal, finished, ended]) == [
                .openEvents, .readEvents(within: Limits().silence),
                .readEvents(within: Limits().silence),
                .readEvents(within: RunFollower.drain), .askResult, .end(Self.result),
            ])
    }

    @Test("requests the result, waits and reconnects if a stream ends early")
    func cut() {
        let actions = actions([
            .eventsOpened, progress, finished, pending, .waited, .eventsOpened, terminal, finished, ended,
        ])
        #expect(actions[3] == .askResult)
        #expect(actions[4] == .wait(.milliseconds(100)))
        #expect(actions[5] == .openEvents)
        #expect(actions.last == .end(Self.result))
    }

    @Test("waits for the stream's retry field before it reconnects")
    func retryField() {
        let told = RunFollower.Input.eventsEnded(.init(), isDocument: false, reconnectAfter: .seconds(7))
        #expect(actions([.eventsOpened, told, pending]).last == .wait(.seconds(7)))
    }

    @Test(
        "reads the rest of a broken stream after the result, until a connection brings nothing new")
    func rest() {
        #expect(
            actions([
                .eventsOpened, progress, finished, ended, .eventsOpened, progress, finished, .waited,
                .eventsOpened, finished,
            ])
            .suffix(7) == [
                .openEvents, .readEvents(within: Limits().remainder),
                .readEvents(within: Limits().remainder), .wait(RunRemainder.shortestPause), .openEvents,
                .readEvents(within: Limits().remainder), .end(Self.result),
            ])
    }

    @Test("requests the result from time to time while a stream never ends")
    func endlessStream() {
        var follower = RunFollower(patience: .zero)
        _ = follower.handle(.eventsOpened, at: Moment(now: .seconds(100)))
        let asked = (101...150).filter { second in
            let action = follower.handle(progress, at: Moment(now: .seconds(second)))
            guard action == .askResult else { return false }
            #expect(
                follower.handle(pending, at: Moment(now: .seconds(second)))
                    == .readEvents(within: .seconds(15)))
            return true
        }
        #expect(asked == [115, 130, 145])
    }

    @Test("ends despite heartbeats on the stream, and reads a backlog completely")
    func heartbeats() {
        func arrival(after waited: Duration) -> RunFollower.Input {
            .eventsArrived(.init(fresh: 1, waited: waited))
        }
        var follower = RunFollower(patience: .zero)
        let start: [RunFollower.Input] = [.eventsOpened, progress, .eventsSilent(isOpen: true), ended]
        for input in start { _ = follower.handle(input) }
        for _ in 0..<100_000 {
            #expect(follower.handle(arrival(after: .zero)) == .readEvents(within: Limits().remainder))
        }
        let beats = (1...10).map { _ in follower.handle(arrival(after: .seconds(1))) }
        #expect(beats[3] == .readEvents(within: .seconds(1)))
        #expect(beats[4] == .end(Self.result))
    }

    @Test("requests the result even if events keep arriving after a terminal event")
    func heartbeatsAtTheEnd() {
        let beat = RunFollower.Input.eventsArrived(.init(fresh: 1, waited: .milliseconds(200)))
        #expect(
            actions([.eventsOpened, terminal, beat, beat, ended]).suffix(4) == [
                .readEvents(within: RunFollower.drain), .readEvents(within: .milliseconds(100)), .askResult,
                .end(Self.result),
            ])
    }

    @Test("ends even if every connection brings something new, and waits before each as requested")
    func greetings() {
        let greeting = RunFollower.Input.eventsArrived(.init(fresh: 1))
        let told = RunFollower.Input.eventsEnded(
            .init(), isDocument: false, reconnectAfter: .milliseconds(1500))
        var follower = RunFollower(patience: .zero)
        for input in [.eventsOpened, greeting, told, ended] { _ = follower.handle(input) }
        var pauses: [Duration] = []
        while pauses.count < 1000 {
            _ = follower.handle(.eventsOpened)
            _ = follower.handle(greeting)
            let action = follower.handle(told)
            guard case .wait(let pause) = action else {
                #expect(action == .end(Self.result))
                break
            }
            pauses.append(pause)
            #expect(follower.handle(.waited) == .openEvents)
        }
        #expect(pauses == Array(repeating: .milliseconds(1500), count: 20))
    }

    @Test("doesn't wait for a stream that doesn't open after the result is known")
    func unopenedRemainder() {
        let late = RunFollower.Input.eventsFailed(Nx1Error(.timedOut, "It did not answer."))
        var follower = RunFollower(patience: .zero)
        #expect(follower.openingLimit == nil)
        #expect(follower.handle(late) == .askResult)
        #expect(follower.handle(ended) == .openEvents)
        #expect(follower.openingLimit == Limits().firstRemainder)
        #expect(follower.handle(late) == .end(Self.result))
    }

    @Test("requests the result when the stream is silent, and ends without its last event")
    func silent() {
        #expect(
            actions([
                .eventsOpened, .eventsSilent(isOpen: false), ended, .eventsOpened,
                .eventsSilent(isOpen: false),
            ])
            .suffix(4) == [
                .askResult, .openEvents, .readEvents(within: Limits().firstRemainder), .end(Self.result),
            ])
    }

    @Test("reconnects after a break even if the result is known")
    func cutAtTheEnd() {
        let cut = RunFollower.Input.eventsCut(reconnectAfter: .milliseconds(10))
        let fruitless: [RunFollower.Input] = [.eventsOpened, cut, .waited]
        let start: [RunFollower.Input] = [.eventsOpened, progress, cut, ended]
        let tries = Array(repeatElement(fruitless, count: RunFollower.mostFruitlessCuts).joined())
        #expect(actions(start + tries.dropLast()).last == .end(Self.result))
        #expect(actions(start + tries.dropLast(3)).last == .openEvents)
        let more = start + tries.dropLast(3) + [.eventsOpened, progress, cut, .waited] + tries.dropLast(3)
        #expect(actions(more).last == .openEvents)
        #expect(actions(more + [.eventsOpened, terminal, cut]).last == .end(Self.result))
    }

    @Test("keeps a stream open that is alive without events")
    func alive() {
        #expect(
            actions([.eventsOpened, .eventsSilent(isOpen: true), pending]).last
                == .readEvents(within: Limits().silence))
    }

    @Test("polls a document with growing pauses, which are reset by new events")
    func polled() {
        let same = RunFollower.Input.eventsEnded(.init(), isDocument: true, reconnectAfter: nil)
        let new = RunFollower.Input.eventsEnded(.init(fresh: 2), isDocument: true, reconnectAfter: nil)
        let round: [RunFollower.Input] = [.eventsOpened, same, pending, .waited]
        let actions = actions(round + round + round + [.eventsOpened, new, pending])
        let pauses = actions.compactMap { if case .wait(let pause) = $0 { pause } else { nil } }
        #expect(pauses == [.milliseconds(100), .milliseconds(150), .milliseconds(225), .milliseconds(100)])
    }

    @Test("polls once more after the end, for events between the last poll and the end")
    func lastPoll() {
        let same = RunFollower.Input.eventsEnded(.init(), isDocument: true, reconnectAfter: nil)
        #expect(
            actions([.eventsOpened, same, ended, .eventsOpened, same]).suffix(3)
                == [.openEvents, .readEvents(within: Limits().firstRemainder), .end(Self.result)])
    }

    @Test("polls only the result if the service has no events", arguments: [405, 406, 501])
    func notOffered(status: Int) {
        let code: Nx1Error.Code = status == 501 ? .serviceFailed : .refused
        let refused = RunFollower.Input.eventsFailed(Nx1Error(code, "", httpStatus: status))
        #expect(
            actions([refused, pending, .waited, ended]) == [
                .openEvents, .askResult, .wait(.milliseconds(100)), .askResult, .end(Self.result),
            ])
    }

    @Test("survives an unreachable service for as long as the policy allows, and no longer")
    func outage() {
        var follower = RunFollower(patience: .zero, policy: RetryPolicy(budget: .seconds(20)))
        var moment = Moment(now: .seconds(100), chance: 1)
        var action = follower.begin()
        var pauses: [Duration] = []
        while pauses.count < 100 {
            switch action {
            case .openEvents: action = follower.handle(.eventsFailed(Self.failure), at: moment)
            case .askResult: action = follower.handle(.result(.failed(Self.failure)), at: moment)
            case .wait(let pause):
                pauses.append(pause)
                moment.now += pause
                action = follower.handle(.waited, at: moment)
            case .readEvents, .end, .fail: break
            }
            if case .fail = action { break }
        }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        var expected = Self.failure
        expected.attempts = 6
        #expect(action == .fail(expected))
    }

    @Test("restarts the retry budget once the service has responded")
    func recovered() {
        var follower = RunFollower(patience: .zero, policy: RetryPolicy(budget: .seconds(20)))
        _ = follower.handle(.eventsFailed(Self.failure))
        _ = follower.handle(.result(.failed(Self.failure)), at: Moment(now: .zero, chance: 1))
        _ = follower.handle(.result(.pending(.running)), at: Moment(now: .seconds(19), chance: 1))
        let action = follower.handle(
            .result(.failed(Self.failure)), at: Moment(now: .seconds(60), chance: 1))
        #expect(action == .wait(.milliseconds(500)))
    }

    @Test("sends nothing before the pause that the service requests")
    func retryAfter() {
        var told = Self.failure
        told.retryAfter = .seconds(3)
        #expect(
            actions([.eventsFailed(told), .waited, pending, .waited]) == [
                .openEvents, .wait(.seconds(3)), .askResult, .wait(.milliseconds(100)), .openEvents,
            ])
        #expect(
            actions([.eventsFailed(Self.failure), .result(.failed(told))]).last == .wait(.seconds(3)))
        #expect(actions([.eventsOpened, finished, .result(.failed(told))]).last == .wait(.seconds(3)))
    }

    @Test("polls only the result if the requested pause for events exceeds the budget")
    func longRetryAfter() {
        var told = Self.failure
        told.retryAfter = .seconds(300)
        #expect(
            actions([.eventsFailed(told), pending, .waited]) == [
                .openEvents, .askResult, .wait(.milliseconds(100)), .askResult,
            ])
    }

    @Test("reads remaining events after the end despite a transient failure")
    func passingFailureAtTheEnd() {
        var told = Self.failure
        told.retryAfter = .seconds(1)
        #expect(
            actions([
                .eventsOpened, progress, finished, ended, .eventsFailed(told), .waited, .eventsOpened,
                terminal,
                finished,
            ]).suffix(5) == [
                .wait(.seconds(1)), .openEvents, .readEvents(within: Limits().remainder),
                .readEvents(within: RunFollower.drain), .end(Self.result),
            ])
    }

    @Test("fails at once if the sign-in is refused, but not if only events are forbidden")
    func notSignedIn() {
        var error = Nx1Error(.notSignedIn, "401", httpStatus: 401)
        error.attempts = 1
        #expect(actions([.eventsFailed(error), ended]).suffix(2) == [.askResult, .end(Self.result)])
        #expect(actions([.eventsFailed(error), .result(.failed(error))]).last == .fail(error))
        #expect(actions([.eventsOpened, finished, .result(.failed(error))]).last == .fail(error))
    }

    @Test("waits for an unknown run, but only as long as its patience lasts")
    func unknown() {
        let error = Nx1Error(.notFound, "404", httpStatus: 404)
        var follower = RunFollower(patience: .seconds(1))
        var waited: Duration = .zero
        var action = follower.begin()
        for _ in 0..<100 {
            switch action {
            case .wait(let pause):
                waited += pause
                action = follower.handle(.waited)
            case .openEvents: action = follower.handle(.eventsFailed(error))
            case .askResult: action = follower.handle(.result(.unknown(error)))
            case .readEvents, .end, .fail: break
            }
        }
        #expect(action == .fail(error))
        #expect(waited == .seconds(1))
    }

    @Test("ignores terminal events once the result has contradicted one")
    func misled() {
        #expect(
            actions([.eventsOpened, terminal, finished, pending, .waited, .eventsOpened]).last
                == .readEvents(within: Limits().silence))
    }
}
