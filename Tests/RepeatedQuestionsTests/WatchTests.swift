import AnswerComparison
import Nx1Events
import Nx1Values
import Testing

@testable import RepeatedQuestions

@Suite("A watch")
struct WatchTests {
    /// 2026-11-29 14:00 UTC.
    private static let start: Int64 = 1_795_960_800_000
    private let down = WatchFailure(message: "The service can't be reached.", exitStatus: 5)

    private func watch(
        _ interval: WatchInterval = .every(seconds: 600), count: Int? = nil,
        until condition: WatchPlan.Condition? = nil, all: Bool = false, baseline: JSONValue? = nil
    ) -> Watch {
        let plan = WatchPlan(interval: interval, count: count, condition: condition, showsAll: all)
        return Watch(plan, localTime: LocalTime { _ in 0 }, baseline: baseline)
    }

    /// The lines and end of a watch with these answers; nil is a failed round.
    private func outcome(_ watch: Watch, _ answers: [JSONValue?]) -> [String] {
        var watch = watch
        var said: [String] = []
        var now = Self.start
        var queue = watch.start(at: now)
        var answers = answers[...]
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .ask, .resume:
                guard let answer = answers.popFirst() else { return said }
                queue +=
                    answer.map { watch.answered($0, at: now) } ?? watch.failed(down, at: now)
            case .wait(let duration):
                now += duration.components.seconds * 1000
                queue += watch.waited(at: now)
            case .show(let report): said.append(report.line() + (report.showsAnswer ? " +" : ""))
            case .end(let end): said.append("\(end.exitStatus): \(end.sentence)")
            }
        }
        return said
    }

    @Test("shows the first answer, changed answers, and one line for an unchanged answer")
    func shows() {
        #expect(
            outcome(watch(), ["1", "1", "2", nil, "2"]) == [
                "first answer at 14:00 · next in 10 min +", "unchanged at 14:10 · next in 10 min",
                "changed at 14:20 · next in 10 min +",
                "failed at 14:30: The service can't be reached · next try in 20 min",
                "unchanged at 14:50 · next in 10 min",
            ])
        #expect(outcome(watch(all: true), ["1", "1"]).last == "unchanged at 14:10 · next in 10 min +")
        #expect(outcome(watch(baseline: "1"), ["1"]) == ["unchanged at 14:00 · next in 10 min"])
        #expect(outcome(watch(baseline: "1"), ["2"]) == ["changed at 14:00 · next in 10 min +"])
    }

    @Test("reports changes as :diff does; different words around the same table are no change")
    func differences() throws {
        let table = "| month | late |\n|---|---|\n| May | 3 |\n"
        var watch = watch()
        _ = watch.start(at: 0)
        _ = watch.answered(.string("As of noon:\n\n" + table), at: 0)
        _ = watch.waited(at: 0)
        let reworded: JSONValue = .string("As of one:\n\n" + table)
        guard case .show(let same) = watch.answered(reworded, at: 0).first else {
            Issue.record("nothing is shown")
            return
        }
        #expect(same.kind == .unchanged && same.changed == false)
        _ = watch.waited(at: 0)
        let new: JSONValue = .string("As of two:\n\n" + table.replacing("3", with: "4"))
        guard case .show(let report) = watch.answered(new, at: 0).first else {
            Issue.record("nothing is shown")
            return
        }
        let expected = try AnswerDifferences(ComparedAnswer(reworded), ComparedAnswer(new))
        #expect(report.kind == .changed(expected) && report.changed == true && report.round == 3)
    }

    @Test("ends after its rounds with the exit status of the first failed round")
    func counted() {
        #expect(
            outcome(watch(count: 2), ["1", "2", "3"]) == [
                "first answer at 14:00 · next in 10 min +", "changed at 14:10 +",
                "0: The watch ended after 2 rounds. 1 change.",
            ])
        #expect(
            outcome(watch(count: 2), [nil, "2"]).last == "5: The watch ended after 2 rounds. 1 failed round.")
        #expect(outcome(watch(count: 1), ["1"]).last == "0: The watch ended after 1 round.")
    }

    @Test("ends with the first change, or with two equal answers, and says if the condition wasn't met")
    func conditions() {
        #expect(
            outcome(watch(until: .changed), ["1", nil, "1", "2"]).suffix(2) == [
                "changed at 14:40 +",
                "0: The watch ended after 4 rounds: the answer changed. 1 failed round.",
            ])
        #expect(
            outcome(watch(until: .same), ["1", "2", nil, "2"]).suffix(2) == [
                "unchanged at 14:40",
                "0: The watch ended after 4 rounds: the answer stayed the same. 1 change, 1 failed round.",
            ])
        #expect(
            outcome(watch(count: 2, until: .changed), ["1", "1"]).last
                == "1: The watch ended after 2 rounds. The answer didn't change.")
        #expect(
            outcome(watch(count: 2, until: .same), ["1", "2"]).last
                == "1: The watch ended after 2 rounds. No two answers in a row were the same. 1 change.")
    }

    @Test(
        "waits longer after each failed round, within limits, and as usual after an answer",
        arguments: [
            (5, [10, 20, 40, 50, 50]), (60, [120, 240, 480, 600, 600]),
            (600, [1200, 2400, 3600, 3600, 3600]),
            (3600, [3600, 3600, 3600]), (604_800, [604_800, 604_800]),
        ])
    func backOff(interval: Int, waits: [Int]) {
        var watch = watch(.every(seconds: interval))
        _ = watch.start(at: 0)
        for wait in waits {
            #expect(watch.failed(down, at: 0).last == .wait(.seconds(wait)))
            _ = watch.waited(at: 0)
        }
        #expect(watch.answered("1", at: 0).last == .wait(.seconds(interval)))
    }

    @Test("waits as long as the service asks, up to a day")
    func retryAfter() {
        var asked = down
        for (seconds, wait) in [(3000, 3000), (1, 1200), (.max, 86_400), (.min, 1200)] as [(Int64, Int)] {
            var watch = watch()
            _ = watch.start(at: 0)
            asked.retryAfter = .seconds(seconds)
            #expect(watch.failed(asked, at: 0).last == .wait(.seconds(wait)))
        }
    }

    @Test(
        "ends at a failure that retrying can't fix, with its exit status",
        arguments: [
            (.invalidSetting, nil, true), (.notSignedIn, 401, true), (.notAllowed, 403, true),
            (.notFound, 404, true),
            (.refused, 422, true), (.refused, 408, false), (.tooManyRequests, 429, false),
            (.serviceFailed, 503, false), (.unreachable, nil, false), (.timedOut, nil, false),
            (.runFailed, nil, false), (.notUnderstood, 200, false),
        ] as [(Nx1Error.Code, Int?, Bool)])
    func permanent(code: Nx1Error.Code, status: Int?, ends: Bool) {
        var watch = watch()
        _ = watch.start(at: Self.start)
        let error = Nx1Error(code, "It went wrong", httpStatus: status)
        let actions = watch.failed(WatchFailure(error, exitStatus: 4), at: Self.start)
        guard ends else {
            #expect(actions.last == .wait(.seconds(1200)))
            return
        }
        let end = WatchEnd(
            reason: .failure, rounds: 1, changes: 0, failures: 1, exitStatus: 4, leavesRun: false)
        #expect(actions.last == .end(end))
        #expect(end.sentence == "The watch ended after 1 round: retrying won't help.")
        #expect(watch.waited(at: Self.start) == [])
    }

    @Test(
        "resumes a run that may be running instead of sending it again, until it ends or the service doesn't know it"
    )
    func resumes() {
        let lost = WatchFailure(Nx1Error(.unreachable, "Gone."), exitStatus: 5, runGoesOn: true)
        let unknown = WatchFailure(Nx1Error(.notFound, "No such run."), exitStatus: 1)
        var watch = watch(count: 2)
        #expect(watch.start(at: Self.start) == [.ask(round: 1)])
        guard case .show(let report) = watch.failed(lost, at: Self.start).first else {
            Issue.record("nothing is shown")
            return
        }
        #expect(report.line() == "failed at 14:00: Gone · the run is looked up again in 20 min")
        #expect(watch.waited(at: 0) == [.resume(round: 1)])
        #expect(watch.failed(lost, at: 0).last == .wait(.seconds(2400)))
        #expect(watch.waited(at: 0) == [.resume(round: 1)])
        #expect(watch.answered("1", at: 0).last == .wait(.seconds(600)))
        #expect(watch.waited(at: 0) == [.ask(round: 2)])
        let undecided = WatchFailure(Nx1Error(.undecided, "Who knows."), exitStatus: 5)
        #expect(watch.failed(undecided, at: 0).last == .wait(.seconds(1200)))
        #expect(watch.waited(at: 0) == [.resume(round: 2)])
        let actions = watch.failed(unknown, at: 0)
        let end = WatchEnd(
            reason: .count, rounds: 2, changes: 0, failures: 1, exitStatus: 1, leavesRun: false)
        #expect(actions.last == .end(end))
    }

    @Test("sends the question again when the service has forgotten an accepted run")
    func forgotten() {
        var watch = watch()
        _ = watch.start(at: 0)
        let error = Nx1Error(.notFound, "No such run.", httpStatus: 404)
        #expect(
            watch.failed(WatchFailure(error, exitStatus: 1, runGoesOn: true), at: 0).last
                == .wait(.seconds(1200)))
        #expect(watch.waited(at: 0) == [.ask(round: 2)])
    }

    @Test("ends when interrupted, and says whether a run is still running")
    func interrupted() {
        func end(_ watch: Watch) -> WatchEnd? {
            var watch = watch
            guard case .end(let end) = watch.interrupt().first else { return nil }
            #expect(watch.interrupt() == [] && watch.waited(at: 0) == [] && watch.answered("1", at: 0) == [])
            #expect(watch.start(at: 0) == [] && watch.failed(down, at: 0) == [])
            return end
        }
        var watch = watch()
        #expect(end(watch)?.leavesRun == false)
        _ = watch.start(at: 0)
        #expect(end(watch)?.leavesRun == true)
        var lost = watch
        _ = lost.failed(WatchFailure(message: "Gone.", exitStatus: 5, runGoesOn: true), at: 0)
        #expect(end(lost)?.leavesRun == true)
        _ = watch.answered("1", at: 0)
        let last = end(watch)
        #expect(last?.leavesRun == false && last?.exitStatus == 130)
        #expect(last?.sentence == "The watch was interrupted after 1 round.")
    }
}
