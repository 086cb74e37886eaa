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

    /// The list is read until a missing run counts as not started.
    private var absence: [TemplateStarter.Input] {
        (1..<TemplateStarter.searches).flatMap { _ in [none, .waited] } + [none]
    }

    @Test("takes one request without faults, after reading the newest run")
    func plain() {
        #expect(actions([known, .accepted(Self.response)]) == [.askNewest, .send, .end(Self.response)])
    }

    @Test("accepts the run in the list, and resends nothing")
    func found() {
        for error in [lost, failed, unavailable, Nx1Error(.timedOut, "No answer.")] {
            let inputs: [TemplateStarter.Input] = [known, .refused(error), .search(.found(Self.response))]
            #expect(actions(inputs) == [.askNewest, .send, .search, .end(Self.response)])
        }
    }

    @Test(
        "rereads the list a few times with growing pauses, and stays undecided if the run doesn't appear"
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

    @Test("never resends after 500, 502 or 504", arguments: [500, 502, 504])
    func otherFailures(status: Int) {
        let error = Nx1Error(.serviceFailed, "\(status)", httpStatus: status)
        #expect(failure(actions([known, .refused(error)] + absence).last)?.code == .undecided)
    }

    @Test("resends after 503 only if the list doesn't have the run, within the policy")
    func unavailableService() {
        let round = [.refused(unavailable)] + absence
        let all = actions([known] + round + [.waited] + round + [.waited] + round)
        #expect(all.count { $0 == .send } == 3)
        let error = failure(all.last)
        #expect(error?.code == .serviceFailed && error?.isWithoutEffect == true)
        #expect(error?.message == "503. The run wasn't started: it isn't in the service's list of runs.")
        // Without time for all lookups, nothing is resent.
        let hasty = RetryPolicy(budget: .milliseconds(100))
        #expect(
            failure(actions([known, .refused(unavailable), none], policy: hasty).last)?.code == .undecided)
    }

    @Test("waits for the pause that the service requests before a lookup, within the policy")
    func retryAfter() {
        var told = unavailable
        told.retryAfter = .seconds(4)
        #expect(actions([known, .refused(told), .waited]).suffix(2) == [.wait(.seconds(4)), .search])
        told.retryAfter = .seconds(400)
        #expect(failure(actions([known, .refused(told)]).last)?.message.contains("400 seconds") == true)
    }

    @Test("resends at once if the service can't have accepted the request")
    func unsent() {
        var refused = lost
        refused.isWithoutEffect = true
        #expect(
            actions([known, .refused(refused), .waited]).suffix(2) == [.wait(.milliseconds(500)), .send])
        let busy = Nx1Error(.tooManyRequests, "429", httpStatus: 429)
        #expect(actions([known, .refused(busy), .waited]).last == .send)
    }

    @Test("fails at once after a permanent refusal", arguments: [401, 403, 404, 422])
    func refused(status: Int) {
        let error = Nx1Error(.refused, "\(status)", httpStatus: status)
        #expect(failure(actions([known, .refused(error)]).last).map { ($0.code == .refused) } == true)
    }

    @Test("stays undecided with the list of possible runs")
    func several() {
        let error = failure(actions([known, .refused(lost), .search(.several(["a", "b"]))]).last)
        #expect(error?.message.hasSuffix("2 new runs may be this one: a, b.") == true)
        #expect(error?.code == .undecided)
    }

    @Test("waits for the responses to other requests, within the budget")
    func unsettled() {
        var starter = TemplateStarter(policy: RetryPolicy(budget: .seconds(10)), began: .zero)
        _ = starter.handle(known)
        _ = starter.handle(.refused(lost))
        #expect(
            starter.handle(.search(.unsettled), at: Moment(now: .seconds(9))) == .wait(.milliseconds(500)))
        #expect(starter.handle(.waited) == .search)
        let error = failure(starter.handle(.search(.unsettled), at: Moment(now: .seconds(10))))
        #expect(error?.code == .undecided)
        #expect(
            error?.message.hasSuffix(": other requests for the same template have no response yet.") == true)
    }

    @Test("rereads an inconclusive list, and reports why it stays undecided")
    func unclear() {
        let unclear = TemplateStarter.Input.search(.unclear("the run a may be this one, or someone else's"))
        let inputs = (1..<TemplateStarter.searches).flatMap { _ in [unclear, .waited] } + [unclear]
        let error = failure(actions([known, .refused(unavailable)] + inputs).last)
        #expect(error?.code == .undecided)
        #expect(error?.message.hasSuffix("the run a may be this one, or someone else's.") == true)
    }

    @Test("works without a list of runs, but then can't decide a lost request")
    func noList() {
        let missing = TemplateStarter.Input.baseline(.failed(Nx1Error(.notFound, "404", httpStatus: 404)))
        #expect(actions([missing, .accepted(Self.response)]).last == .end(Self.response))
        #expect(
            failure(actions([missing, .refused(lost)]).last)?.message
                .hasSuffix(": the service has no list of runs.") == true)
        #expect(failure(actions([known, .refused(lost), .search(.notOffered)]).last)?.code == .undecided)
    }

    @Test(
        "sends nothing to an unreachable service",
        arguments: [Nx1Error.Code.unreachable, .notSignedIn])
    func unreachable(code: Nx1Error.Code) {
        let all = actions([.baseline(.failed(Nx1Error(code, "No.")))])
        #expect(!all.contains(.send))
        #expect(failure(all.last)?.isWithoutEffect == true)
    }

    @Test("keeps trying to read the list while it's unreachable, within the budget")
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
