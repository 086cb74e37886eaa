import AnswerComparison
package import Nx1Events

/// Repeats a question: decides when to ask next, and what to report about each answer. Stores only the last answer, so its size is
/// constant.
///
/// The next round begins after the one before has ended: after the plan's interval, or at its time of day. A time of day that has
/// passed more than five minutes ago, because a round took long or the machine was asleep, isn't made up for. A day on which the clock
/// changes has one round, too.
///
/// After a failed round the wait doubles, up to ten intervals or an hour, whichever is less, but never below the interval. With a
/// time of day, the waits are those of an interval of a minute, and the time of day comes first if it is sooner. An answer brings the
/// usual wait back. A run that may go on isn't asked anew: it is resumed until it ends, so that no two are under way.
///
/// Moments are in milliseconds since 1970.
package struct Watch: Sendable {
    /// What its owner does next, in order. It reports back with ``answered(_:at:)``, ``failed(_:at:)`` or ``waited(at:)``.
    package enum Action: Sendable, Equatable {
        /// Start a run for this round, from 1.
        case ask(round: Int)
        /// Wait for the run of this round, which was started before.
        case resume(round: Int)
        /// Sleep. A long wait for a time of day comes in pieces, as the clock may be set meanwhile.
        case wait(Duration)
        case show(WatchReport)
        case end(WatchEnd)
    }

    enum Phase: Sendable, Hashable {
        case idle
        /// A run is under way.
        case asking(isResumed: Bool)
        /// - Parameter target: the time of day that it waits for; nil is an interval, which is waited for once.
        case waiting(target: Int64?, isResumed: Bool)
        case ended
    }

    package let plan: WatchPlan
    private let localTime: LocalTime
    var phase = Phase.idle
    private var last: JSONValue?
    /// The rounds that have ended.
    private var rounds = 0
    private var changes = 0
    private var failures = 0
    private var failuresInARow = 0
    private var firstFailureStatus: Int32?
    /// The local date of the last time of day that was used, or missed.
    private var lastDate: Int64?

    /// - Parameters:
    ///   - baseline: the answer before the first round, if it is known. Without it the first round's answer can't be a change.
    package init(_ plan: WatchPlan, localTime: LocalTime = .system, baseline: JSONValue? = nil) {
        self.plan = plan
        self.localTime = localTime
        last = baseline
    }

    /// Begins: with the first round, or with the wait for the plan's time of day.
    package mutating func start(at now: Int64) -> [Action] {
        guard case .idle = phase else { return [] }
        let now = Self.clamped(now)
        guard case .daily = plan.interval else { return [ask(isResumed: false)] }
        let wait = waitForRound(at: now)
        return [.show(report(.waiting, at: now, next: wait.next)), wait.action]
    }

    /// The run of the round has this answer.
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

    /// The round has no answer, or its run was lost sight of.
    package mutating func failed(_ failure: WatchFailure, at now: Int64) -> [Action] {
        guard case .asking(let isResumed) = phase else { return [] }
        let now = Self.clamped(now)
        var failure = failure
        // The run that was resumed never reached the service, or is gone: the next round asks anew.
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

    /// The wait is over.
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

    /// Ends the watch for a person who wants it to.
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
        // Without names of columns, comparing throws nothing.
        guard let tables = try? AnswerDifferences(old, new, scope: .tables), !tables.isSame else {
            return .unchanged
        }
        return .changed((try? AnswerDifferences(old, new)) ?? tables)
    }

    /// Shows how a round ended, and waits for the next one, if there is one.
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

/// How long a watch waits.
extension Watch {
    /// How late a time of day may be noticed; in milliseconds.
    private static let tolerance: Int64 = 300_000

    /// A moment with which nothing overflows: within 140,000 years.
    private static func clamped(_ moment: Int64) -> Int64 { min(max(moment, -(1 << 52)), 1 << 52) }

    /// A piece of a wait of so many milliseconds: a minute at most.
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

    /// The wait after the last of several failures in a row: a lost run is looked for again at the same pace.
    private var retrySeconds: Int64 {
        let interval: Int64 = if case .every(let seconds) = plan.interval { Int64(seconds) } else { 60 }
        let most = max(interval, min(interval * 10, 3600))
        return min(interval << Int64(min(failuresInARow, 10)), most)
    }

    /// The next time of day on a date that had no round yet.
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
