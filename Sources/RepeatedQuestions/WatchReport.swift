package import AnswerComparison

/// What a watch reports between two rounds.
package struct WatchReport: Sendable, Equatable {
    /// The subject of the report.
    package enum Kind: Sendable, Equatable {
        /// The watch waits for its time of day before the first round.
        case waiting
        /// The first answer.
        case first
        /// An answer that differs from the previous one, and the differences.
        case changed(AnswerDifferences)
        /// An answer that equals the previous one.
        case unchanged
        case failed(WatchFailure)
        /// There was no round at this time of day, because the machine was off or asleep.
        case missed(clock: String)
    }

    package let kind: Kind
    /// The round, starting at 1; for a round that never started, the number of rounds so far.
    package let round: Int
    /// The time on the local clock, such as `14:05`.
    package let clock: String
    /// When the next round or retry starts, such as `in 10 min` or `at 06:15`; nil if there is none.
    package let next: String?
    /// Whether the answer itself is shown in addition to the report.
    package let showsAnswer: Bool

    /// Whether the answer changed; nil without an answer, or without an earlier one.
    package var changed: Bool? {
        switch kind {
        case .changed: true
        case .unchanged: false
        case .waiting, .first, .failed, .missed: nil
        }
    }

    /// The report in parts, such as `unchanged at 14:05` and `next in 10 min`.
    package var parts: [String] {
        switch kind {
        case .waiting: [next.map { "first round \($0)" } ?? "waiting"]
        case .first: ["first answer at \(clock)"] + nextPart("next")
        case .changed: ["changed at \(clock)"] + nextPart("next")
        case .unchanged: ["unchanged at \(clock)"] + nextPart("next")
        case .failed(let failure):
            ["failed at \(clock): \(Self.withoutPeriod(failure.message))"]
                + nextPart(failure.runGoesOn ? "the run is looked up again" : "next try")
        case .missed(let clock): ["missed the round at \(clock)"] + nextPart("next")
        }
    }

    /// The report on one line, such as `unchanged at 14:05 · next in 10 min`.
    package func line(between: String = " · ") -> String { parts.joined(separator: between) }

    private func nextPart(_ word: String) -> [String] { next.map { ["\(word) \($0)"] } ?? [] }

    private static func withoutPeriod(_ text: String) -> String {
        text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }
}

/// How a watch ended.
package struct WatchEnd: Sendable, Hashable {
    /// Why it ended.
    package enum Reason: Sendable, Hashable {
        /// All requested rounds are done.
        case count
        /// All rounds are done, and the condition wasn't met.
        case unmet(WatchPlan.Condition)
        case met(WatchPlan.Condition)
        case interrupted
        /// A round failed, and retrying can't help.
        case failure
    }

    package let reason: Reason
    /// The number of rounds that ended, with or without an answer.
    package let rounds: Int
    package let changes: Int
    /// The number of rounds that failed.
    package let failures: Int
    /// The exit status: 0 if the condition was met; otherwise that of the first failed round or, if no round failed,
    /// 1 for an unmet condition and 0 without one. After a failure that ends the watch, that of this failure; 130
    /// after an interrupt.
    package let exitStatus: Int32
    /// Whether a run of the watch is still running, as far as is known. The caller reports which.
    package let leavesRun: Bool

    /// The end in one or two sentences.
    package var sentence: String {
        let counted = rounds == 1 ? "1 round" : "\(rounds) rounds"
        let head =
            switch reason {
            case .count: "The watch ended after \(counted)."
            case .unmet(.changed): "The watch ended after \(counted). The answer didn't change."
            case .unmet(.same): "The watch ended after \(counted). No two answers in a row were the same."
            case .met(.changed): "The watch ended after \(counted): the answer changed."
            case .met(.same): "The watch ended after \(counted): the answer stayed the same."
            case .interrupted: "The watch was interrupted after \(counted)."
            case .failure: "The watch ended after \(counted): retrying won't help."
            }
        var tally: [String] = []
        if changes > 0, reason != .met(.changed) {
            tally.append(changes == 1 ? "1 change" : "\(changes) changes")
        }
        if failures > 0, reason != .failure || failures > 1 {
            tally.append(failures == 1 ? "1 failed round" : "\(failures) failed rounds")
        }
        return tally.isEmpty ? head : head + " " + tally.joined(separator: ", ") + "."
    }
}
