import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("Starting a run")
struct RunStarterTests {
    private static let response = CrewRunResponse(correlationID: "c", status: .pending)
    private let lost = Nx1Error(.unreachable, "It cut the connection.")
    private let failed = Nx1Error(.serviceFailed, "502", httpStatus: 502)
    private let unknown = RunStarter.Input.result(.unknown(Nx1Error(.notFound, "404", httpStatus: 404)))
    private let pause = RunStarter.Action.wait(.milliseconds(500))

    /// Feeds the inputs in order and returns the starter's action for each, with maximum pauses.
    private func actions(
        _ inputs: [RunStarter.Input], policy: RetryPolicy = .init(), isFindable: Bool = true
    ) -> [RunStarter.Action] {
        var starter = RunStarter(
            correlationID: "c", policy: policy, isFindable: isFindable, began: .zero)
        return [starter.begin()] + inputs.map { starter.handle($0) }
    }

    private func failure(_ action: RunStarter.Action?) -> Nx1Error? {
        if case .fail(let error)? = action { error } else { nil }
    }

    @Test("takes one request without faults")
    func plain() {
        #expect(actions([.accepted(Self.response)]) == [.send, .end(Self.response)])
    }

    @Test("looks up the run before it resends the request, and treats a found run as started")
    func found() {
        #expect(actions([.refused(lost), .result(.pending(.running))]).dropFirst(1).first == .askResult)
        let running = CrewRunResponse(correlationID: "c", status: .running)
        #expect(actions([.refused(lost), .result(.pending(.running))]).last == .end(running))
        #expect(actions([.refused(failed), unknown, .events(.present)]).last == .end(Self.response))
        #expect(
            actions([.refused(failed), .result(.pending(nil)), .events(.unclear), .records(.present)]).last
                == .end(Self.response))
        let result = CrewResult(correlationID: "c", status: .completed, value: "42")
        let ended = CrewRunResponse(correlationID: "c", status: .completed)
        #expect(actions([.refused(failed), .result(.ended(result))]).last == .end(ended))
    }

    @Test("resends only after two failed lookups, with a pause between")
    func denied() {
        let denial: [RunStarter.Input] = [unknown, .events(.absent), .records(.absent)]
        #expect(
            actions([.refused(lost)] + denial + [.waited] + denial + [.waited, .accepted(Self.response)]) == [
                .send, .askResult, .askEvents, .askRecords, pause, .askResult, .askEvents, .askRecords, pause,
                .send, .end(Self.response),
            ])
    }

    @Test("doesn't treat missing events as a missing run if there is a list of runs")
    func noEvents() {
        let absent: [RunStarter.Input] = [.refused(failed), unknown, .events(.absent)]
        #expect(actions(absent).last == .askRecords)
        #expect(actions(absent + [.records(.present)]).last == .end(Self.response))
        #expect(failure(actions(absent + [.records(.unclear)]).last)?.code == .undecided)
        // Without a list of runs, only results and events remain.
        #expect(actions(absent + [.records(.notOffered)]).last == pause)
        let unclear: [RunStarter.Input] = [.refused(failed), unknown, .events(.unclear)]
        #expect(failure(actions(unclear + [.records(.notOffered)]).last)?.code == .undecided)
    }

    @Test("doesn't resend a request whose run may have another id, and names that")
    func lookalike() {
        let inputs: [RunStarter.Input] = [
            .refused(failed), unknown, .events(.absent), .records(.lookalike("other")),
        ]
        let error = failure(actions(inputs).last)
        #expect(error?.code == .undecided)
        #expect(
            error?.message.hasSuffix(": the run other has the same input and may be this one.") == true)
        #expect(error?.correlationID == "c")
    }

    @Test("resends at once if the service can't have accepted the request")
    func unsent() {
        var refused = Nx1Error(.unreachable, "Nothing listens there.")
        refused.isWithoutEffect = true
        #expect(actions([.refused(refused), .waited]) == [.send, pause, .send])
        var busy = Nx1Error(.tooManyRequests, "429", httpStatus: 429)
        busy.retryAfter = .seconds(7)
        #expect(actions([.refused(busy), .waited]) == [.send, .wait(.seconds(7)), .send])
    }

    @Test("fails as undecided, with the id, if the lookups are inconclusive")
    func undecided() {
        let silent: [RunStarter.Input] = [unknown, .events(.unclear), .records(.unclear)]
        let error = failure(actions([.refused(lost)] + silent).last)
        #expect(error?.code == .undecided)
        #expect(error?.correlationID == "c")
        #expect(error?.isWithoutEffect == false)
        #expect(
            error?.message
                == "It cut the connection. It's unknown whether the run was started: the service shows neither a result nor events for it."
        )

        #expect(error?.advice == "Look up its result by its id before you start it again.")

        let notAllowed = RunStarter.Input.result(.failed(Nx1Error(.notAllowed, "403.", httpStatus: 403)))
        #expect(failure(actions([.refused(lost), notAllowed]).last)?.code == .undecided)
    }

    @Test("keeps looking up the run while the service is unreachable, for as long as the policy allows")
    func outage() {
        var starter = RunStarter(
            correlationID: "c", policy: RetryPolicy(budget: .seconds(10)), isFindable: true, began: .zero)
        _ = starter.handle(.refused(lost))
        var moment = Moment(now: .zero, chance: 1)
        var action = RunStarter.Action.askResult
        var pauses: [Duration] = []
        while case .askResult = action, pauses.count < 50 {
            action = starter.handle(.result(.failed(failed)), at: moment)
            guard case .wait(let pause) = action else { break }
            pauses.append(pause)
            moment.now += pause
            action = starter.handle(.waited, at: moment)
        }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
        #expect(failure(action)?.code == .undecided)
    }

    @Test("gives up after the retries, knowing that nothing was started")
    func exhausted() {
        let once: [RunStarter.Input] = [unknown, .events(.absent), .records(.absent)]
        let denial = once + [.waited] + once
        let round = [.refused(failed)] + denial
        let actions = actions(round + [.waited] + round + [.waited] + round)
        #expect(actions.count { $0 == .send } == 3)
        let error = failure(actions.last)
        #expect(error?.code == .serviceFailed)
        #expect(error?.attempts == 3)
        #expect(error?.isWithoutEffect == true)
        #expect(error?.message == "502. The run wasn't started: the service has no record of it.")
    }

    @Test(
        "never resends a permanently refused request",
        arguments: [
            (.refused, 422), (.notSignedIn, 401), (.notAllowed, 403), (.notFound, 404), (.notUnderstood, 307),
            (.untrusted, nil),
        ] as [(Nx1Error.Code, Int?)])
    func refused(code: Nx1Error.Code, status: Int?) {
        let error = Nx1Error(code, "no", httpStatus: status)
        #expect(failure(actions([.refused(error)]).last)?.code == code)
    }

    @Test("looks up the run after an unintelligible response")
    func garbled() {
        let garbled = Nx1Error(.notUnderstood, "It is not JSON.", httpStatus: 200)
        #expect(actions([.refused(garbled), .result(.pending(.running))]).dropFirst().first == .askResult)
        let once: [RunStarter.Input] = [unknown, .events(.absent), .records(.absent)]
        let denial = once + [.waited] + once
        #expect(failure(actions([.refused(garbled)] + denial).last)?.code == .notUnderstood)
    }

    @Test("says a reason only once if the lookup fails like the request")
    func sameReason() {
        let error = failure(actions([.refused(lost), .result(.failed(lost))], policy: .never).last)
        #expect(
            error?.message
                == "It cut the connection. It's unknown whether the run was started: looking it up failed for the same reason."
        )
    }

    @Test("doesn't look up an id if the service is known to change ids")
    func otherIDs() {
        let error = failure(actions([.refused(lost)], isFindable: false).last)
        #expect(error?.code == .undecided)
        #expect(
            error?.message.hasSuffix(
                ": the service replaces the ids that clients send, so the run can't be looked up.") == true)
        #expect(error?.advice == "Look for it in the service's list of runs before you start it again.")
    }

    @Test("waits for the pause that the service requests before a lookup")
    func retryAfter() {
        var told = failed
        told.retryAfter = .seconds(4)
        #expect(actions([.refused(told), .waited]) == [.send, .wait(.seconds(4)), .askResult])
        told.retryAfter = .seconds(400)
        let error = failure(actions([.refused(told)]).last)
        #expect(error?.code == .undecided)
        #expect(error?.retryAfter == .seconds(400))
        #expect(
            error?.message
                == "502. It's unknown whether the run was started: the service asks you to wait 400 seconds, longer than the retry limit of 60 seconds."
        )
    }
}
