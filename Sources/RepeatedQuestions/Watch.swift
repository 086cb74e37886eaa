import AnswerComparison
package import Nx1Events

/// Repeats a question: decides when to send it next, and what to report about each answer. Stores only the last
/// answer, so its size is constant.
///
/// The next round starts after the previous one has ended: after the plan's interval, or at its time of day. If that
/// time has been missed by more than five minutes, because a round took long or the machine was asleep, the round is
/// skipped. A day on which the clock changes has one round, too.
///
/// After a failed round, the wait doubles: up to ten intervals or an hour, whichever is less, but never below the
/// interval. With a time of day, retries wait as with an interval of a minute, unless the time of day comes sooner.
/// An answer resets the wait. A run that may still be running is resumed until it ends instead of sent again, so that
/// no two runs overlap.
///
/// Moments are in milliseconds since 1970.
package struct Watch: Sendable {
    /// The next action of the watch's owner, who reports back with ``answered(_:at:)``, ``failed(_:at:)`` or
    /// ``waited(at:)``.
    package enum Action: Sendable, Equatable {
        /// Start a run for this round; rounds start at 1.
        case ask(round: Int)
        /// Resume the run of this round, which was started before.
        case resume(round: Int)
        /// Sleep. A long wait for a time of day is split, because the clock may be set in the meantime.
        case wait(Duration)
        case show(WatchReport)
        case end(WatchEnd)
    }

    enum Phase: Sendable, Hashable {
        case idle
        /// A run is in progress.
        case asking(isResumed: Bool)
        /// - Parameter target: the time of day to wait for; nil for an interval, which is waited for once.
        case waiting(target: Int64?, isResumed: Bool)
        case ended
    }

    package let plan: WatchPlan
    private let localTime: LocalTime
    var phase = Phase.idle
    private var last: JSONValue?
    /// The number of rounds that have ended.
    private var rounds = 0
    private var changes = 0
    private var failures = 0
    private var failuresInARow = 0
    private var firstFailureStatus: Int32?
    /// The local date of the last time of day that was used or missed.
    private var lastDate: Int64?

    /// - Parameters:
    ///   - baseline: the answer before the first round, if known. Without it, the first answer can't be a change.
    package init(_ plan: WatchPlan, localTime: LocalTime = .system, baseline: JSONValue? = nil) {
        self.plan = plan
        self.localTime = localTime
        last = baseline
    }

    /// Starts the first round, or the wait for the plan's time of day.
    package mutating func start(at now: Int64) -> [Action] {
        guard case .idle = phase else { return [] }
        let now = Self.clamped(now)
        guard case .daily = plan.interval else { return [ask(isResumed: false)] }
        let wait = waitForRound(at: now)
        return [.show(report(.waiting, at: now, next: wait.next)), wait.action]
    }

    /// Reports the answer of the round's run.
    package mutating func answered(_ answer: JSONValue, at now: Int64) -> [Action] {
        guard case .asking = phase else { return [] }
        let now = Self.clamped(now)
        rounds += 1
        failuresInARow = 0
        let kind = compare(with: answer)
        if case .changed = kind { changes += 1 }
        last = answer
        let isMet =
            switch (plan.condition, kind) {
            case (.changed, .changed), (.same, .unchanged): true
            default: false
            }
        if isMet, let condition = plan.condition {
            return [.show(report(kind, at: now, next: nil)), end(.met(condition))]
        }
        return goOn(with: kind, at: now) { $0.waitForRound(at: now) }
    }

    /// Reports that the round has no answer, or its run can no longer be watched.
    package mutating func failed(_ failure: WatchFailure, at now: Int64) -> [Action] {
        guard case .asking(let isResumed) = phase else { return [] }
        let now = Self.clamped(now)
        var failure = failure
        // The resumed run never reached the service, or is gone: the next round sends the question again.
        if isResumed, failure.isUnknownRun { (failure.isPermanent, failure.runGoesOn) = (false, false) }
        failuresInARow += 1
        if failure.isPermanent || !failure.runGoesOn {
            firstFailureStatus = firstFailureStatus ?? failure.exitStatus
            rounds += 1
            failures += 1
        }
        if failure.isPermanent {
            let kind = WatchReport.Kind.failed(failure)
            return [
                .show(report(kind, at: now, next: nil)),
                end(.failure, exitStatus: failure.exitStatus, leavesRun: failure.runGoesOn),
            ]
        }
        if failure.runGoesOn {
            let wait = waitForRetry(failure, at: now)
            let number = rounds + 1
            return [.show(report(.failed(failure), at: now, next: wait.next, round: number)), wait.action]
        }
        return goOn(with: .failed(failure), at: now) { $0.waitForRetry(failure, at: now) }
    }

    /// Reports that the wait is over.
    package mutating func waited(at now: Int64) -> [Action] {
        guard case .waiting(let target, let isResumed) = phase else { return [] }
        guard let target else { return [ask(isResumed: isResumed)] }
        let now = Self.clamped(now)
        if now < target { return [.wait(Self.piece(of: target - now))] }
        lastDate = localTime.date(target)
        guard now - target > Self.tolerance else { return [ask(isResumed: false)] }
        let wait = waitForRound(at: now)
        let missed = WatchReport.Kind.missed(clock: localTime.clock(target))
        return [.show(report(missed, at: now, next: wait.next)), wait.action]
    }

    /// Ends the watch at the user's request.
    package mutating func interrupt() -> [Action] {
        switch phase {
        case .ended: []
        case .asking, .waiting(_, isResumed: true): [end(.interrupted, exitStatus: 130, leavesRun: true)]
        case .idle, .waiting: [end(.interrupted, exitStatus: 130)]
        }
    }
}

extension Watch {
    private mutating func compare(with answer: JSONValue) -> WatchReport.Kind {
        guard let last else { return .first }
        let (old, new) = (ComparedAnswer(last), ComparedAnswer(answer))
        // Without column names, comparing never throws.
        guard let tables = try? AnswerDifferences(old, new, scope: .tables), !tables.isSame else {
            return .unchanged
        }
        return .changed((try? AnswerDifferences(old, new)) ?? tables)
    }

    /// Reports how a round ended, and waits for the next one, if there is one.
    private mutating func goOn(
        with kind: WatchReport.Kind, at now: Int64, wait: (inout Watch) -> (action: Action, next: String)
    ) -> [Action] {
        if let count = plan.count, rounds >= count {
            let shown = Action.show(report(kind, at: now, next: nil))
            if let condition = plan.condition {
                return [shown, end(.unmet(condition), exitStatus: firstFailureStatus ?? 1)]
            }
            return [shown, end(.count, exitStatus: firstFailureStatus ?? 0)]
        }
        let next = wait(&self)
        return [.show(report(kind, at: now, next: next.next)), next.action]
    }

    private mutating func ask(isResumed: Bool) -> Action {
        phase = .asking(isResumed: isResumed)
        return isResumed ? .resume(round: rounds + 1) : .ask(round: rounds + 1)
    }

    private mutating func end(_ reason: WatchEnd.Reason, exitStatus: Int32 = 0, leavesRun: Bool = false)
        -> Action
    {
        phase = .ended
        last = nil
        return .end(
            WatchEnd(
                reason: reason, rounds: rounds, changes: changes, failures: failures, exitStatus: exitStatus,
                leavesRun: leavesRun))
    }

    private func report(
        _ kind: WatchReport.Kind, at now: Int64, next: String?, round: Int? = nil
    ) -> WatchReport {
        let showsAnswer =
            switch kind {
            case .first, .changed: true
            case .unchanged: plan.showsAll
            case .waiting, .failed, .missed: false
            }
        return WatchReport(
            kind: kind, round: round ?? rounds, clock: localTime.clock(now), next: next,
            showsAnswer: showsAnswer)
    }
}

/// The waits of a watch.
extension Watch {
    /// How late a time of day may be noticed, in milliseconds.
    private static let tolerance: Int64 = 300_000

    /// A moment within 140,000 years, so that nothing overflows.
    private static func clamped(_ moment: Int64) -> Int64 { min(max(moment, -(1 << 52)), 1 << 52) }

    /// The next part of a wait, in milliseconds: at most a minute.
    private static func piece(of rest: Int64) -> Duration { .milliseconds(min(rest, 60_000)) }

    /// The usual wait for the next round.
    private mutating func waitForRound(at now: Int64) -> (action: Action, next: String) {
        switch plan.interval {
        case .every(let seconds):
            phase = .waiting(target: nil, isResumed: false)
            return (.wait(.seconds(seconds)), "in \(WatchInterval.words(seconds: seconds))")
        case .daily(let hour, let minute):
            let target = nextTime(hour: hour, minute: minute, after: now)
            phase = .waiting(target: target, isResumed: false)
            return (.wait(Self.piece(of: target - now)), "at \(localTime.clock(target))")
        }
    }

    /// The wait after a failure.
    private mutating func waitForRetry(_ failure: WatchFailure, at now: Int64) -> (
        action: Action, next: String
    ) {
        var seconds = retrySeconds
        if let asked = failure.retryAfter { seconds = max(seconds, min(asked.components.seconds, 86_400)) }
        if case .daily(let hour, let minute) = plan.interval, !failure.runGoesOn,
            nextTime(hour: hour, minute: minute, after: now) - now <= seconds * 1000
        {
            return waitForRound(at: now)
        }
        phase = .waiting(target: nil, isResumed: failure.runGoesOn)
        return (.wait(.seconds(seconds)), "in \(WatchInterval.words(seconds: Int(seconds)))")
    }

    /// The wait after consecutive failures. A lost run is looked up at the same pace.
    private var retrySeconds: Int64 {
        let interval: Int64 = if case .every(let seconds) = plan.interval { Int64(seconds) } else { 60 }
        let most = max(interval, min(interval * 10, 3600))
        return min(interval << Int64(min(failuresInARow, 10)), most)
    }

    /// The next time of day on a date without a round.
    private func nextTime(hour: Int, minute: Int, after now: Int64) -> Int64 {
        var date = localTime.date(now)
        var target = localTime.moment(on: date, hour: hour, minute: minute)
        while target <= now || date == lastDate {
            date += 1
            target = localTime.moment(on: date, hour: hour, minute: minute)
        }
        return target
    }
}
