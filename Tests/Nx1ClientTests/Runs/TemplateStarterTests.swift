import Nx1Client
import Testing

@testable import Nx1Client
@testable import Nx1HTTP
@testable import Nx1Values

@Suite("Starting a template's run")
struct TemplateStarterTests {
    private static let response = CrewRunResponse(correlationID: "theirs", status: .pending)
    private let lost = Nx1Error(.unreachable, "It cut the connection.")
    private let failed = Nx1Error(.serviceFailed, "502", httpStatus: 502)
    private let unavailable = Nx1Error(.serviceFailed, "503", httpStatus: 503)
    private let known = TemplateStarter.Input.baseline(.known)
    private let none = TemplateStarter.Input.search(.none)

    private func actions(
        _ inputs: [TemplateStarter.Input], policy: RetryPolicy = .init()
    ) -> [TemplateStarter.Action] {
        var starter = TemplateStarter(policy: policy, began: .zero)
        return [starter.begin()] + inputs.map { starter.handle($0) }
    }

    private func failure(_ action: TemplateStarter.Action?) -> Nx1Error? {
        if case .fail(let error)? = action { error } else { nil }
    }

    /// The list is read as often as it takes for a run to count as not there.
    private var absence: [TemplateStarter.Input] {
        (1..<TemplateStarter.searches).flatMap { _ in [none, .waited] } + [none]
    }

    @Test("is one request when all goes well, after a look at the newest run")
    func plain() {
        #expect(actions([known, .accepted(Self.response)]) == [.askNewest, .send, .end(Self.response)])
    }

    @Test("takes the run that the list shows, and sends nothing again")
    func found() {
        for error in [lost, failed, unavailable, Nx1Error(.timedOut, "No answer.")] {
            let inputs: [TemplateStarter.Input] = [known, .refused(error), .search(.found(Self.response))]
            #expect(actions(inputs) == [.askNewest, .send, .search, .end(Self.response)])
        }
    }

    @Test(
        "looks again a few times, each after a longer pause, and leaves the fate open if the run doesn't turn up"
    )
    func absent() {
        let all = actions([known, .refused(lost)] + absence)
        let pauses = all.compactMap { if case .wait(let pause) = $0 { pause } else { nil } }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(all.count { $0 == .send } == 1)
        let error = failure(all.last)
        #expect(error?.code == .undecided && error?.isWithoutEffect == false)
        #expect(
            error?.message
                == "It cut the connection. It's unknown whether the run was started: the service's list of runs doesn't show it, but it may still appear."
        )
        #expect(error?.advice == "Look for it in the service's list of runs before you start it again.")
    }

    @Test("never sends again after 500, 502 or 504", arguments: [500, 502, 504])
    func otherFailures(status: Int) {
        let error = Nx1Error(.serviceFailed, "\(status)", httpStatus: status)
        #expect(failure(actions([known, .refused(error)] + absence).last)?.code == .undecided)
    }

    @Test("sends again after 503 only once the list has denied the run, and as often as the policy says")
    func unavailableService() {
        let round = [.refused(unavailable)] + absence
        let all = actions([known] + round + [.waited] + round + [.waited] + round)
        #expect(all.count { $0 == .send } == 3)
        let error = failure(all.last)
        #expect(error?.code == .serviceFailed && error?.isWithoutEffect == true)
        #expect(error?.message == "503. The run wasn't started: it isn't in the service's list of runs.")
        // Without the time for all looks, nothing is sent again.
        let hasty = RetryPolicy(budget: .milliseconds(100))
        #expect(
            failure(actions([known, .refused(unavailable), none], policy: hasty).last)?.code == .undecided)
    }

    @Test("waits as long as the service asks before it looks, but no longer than the policy says")
    func retryAfter() {
        var told = unavailable
        told.retryAfter = .seconds(4)
        #expect(actions([known, .refused(told), .waited]).suffix(2) == [.wait(.seconds(4)), .search])
        told.retryAfter = .seconds(400)
        #expect(failure(actions([known, .refused(told)]).last)?.message.contains("400 seconds") == true)
    }

    @Test("sends again at once where nothing can have been taken")
    func unsent() {
        var refused = lost
        refused.isWithoutEffect = true
        #expect(
            actions([known, .refused(refused), .waited]).suffix(2) == [.wait(.milliseconds(500)), .send])
        let busy = Nx1Error(.tooManyRequests, "429", httpStatus: 429)
        #expect(actions([known, .refused(busy), .waited]).last == .send)
    }

    @Test("fails at once with what the service refused for good", arguments: [401, 403, 404, 422])
    func refused(status: Int) {
        let error = Nx1Error(.refused, "\(status)", httpStatus: status)
        #expect(failure(actions([known, .refused(error)]).last).map { ($0.code == .refused) } == true)
    }

    @Test("stays undecided with each run that may be it")
    func several() {
        let error = failure(actions([known, .refused(lost), .search(.several(["a", "b"]))]).last)
        #expect(error?.message.hasSuffix("2 new runs may be it: a, b.") == true)
        #expect(error?.code == .undecided)
    }

    @Test("gives other requests time to get their answers, within the budget")
    func unsettled() {
        var starter = TemplateStarter(policy: RetryPolicy(budget: .seconds(10)), began: .zero)
        _ = starter.handle(known)
        _ = starter.handle(.refused(lost))
        #expect(
            starter.handle(.search(.unsettled), at: Moment(now: .seconds(9))) == .wait(.milliseconds(500)))
        #expect(starter.handle(.waited) == .search)
        #expect(
            failure(starter.handle(.search(.unsettled), at: Moment(now: .seconds(10))))?.code == .undecided)
    }

    @Test("looks again where it can't be told yet, and says why it couldn't")
    func unclear() {
        let unclear = TemplateStarter.Input.search(.unclear("the run a may be it, or someone else's"))
        let inputs = (1..<TemplateStarter.searches).flatMap { _ in [unclear, .waited] } + [unclear]
        let error = failure(actions([known, .refused(unavailable)] + inputs).last)
        #expect(error?.code == .undecided)
        #expect(error?.message.hasSuffix("the run a may be it, or someone else's.") == true)
    }

    @Test("goes on without a list of runs, and then can't tell what became of a lost request")
    func noList() {
        let missing = TemplateStarter.Input.baseline(.failed(Nx1Error(.notFound, "404", httpStatus: 404)))
        #expect(actions([missing, .accepted(Self.response)]).last == .end(Self.response))
        #expect(
            failure(actions([missing, .refused(lost)]).last)?.message.contains("no list of runs") == true)
        #expect(failure(actions([known, .refused(lost), .search(.notOffered)]).last)?.code == .undecided)
    }

    @Test(
        "sends nothing to a service that can't be reached",
        arguments: [Nx1Error.Code.unreachable, .notSignedIn])
    func unreachable(code: Nx1Error.Code) {
        let all = actions([.baseline(.failed(Nx1Error(code, "No.")))])
        #expect(!all.contains(.send))
        #expect(failure(all.last)?.isWithoutEffect == true)
    }

    @Test("keeps looking while the list is out of reach, within the budget")
    func outage() {
        var starter = TemplateStarter(policy: RetryPolicy(budget: .seconds(10)), began: .zero)
        _ = starter.handle(known)
        _ = starter.handle(.refused(lost))
        #expect(
            starter.handle(.search(.failed(failed)), at: Moment(now: .seconds(1)))
                == .wait(.milliseconds(500)))
        #expect(
            failure(starter.handle(.search(.failed(failed)), at: Moment(now: .seconds(20))))?.code
                == .undecided)
        let refused = Nx1Error(.notAllowed, "403.", httpStatus: 403)
        #expect(
            failure(actions([known, .refused(lost), .search(.failed(refused))]).last)?.code == .undecided)
    }
}
