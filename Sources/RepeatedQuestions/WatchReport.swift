package import AnswerComparison

/// What a watch says between two rounds.
package struct WatchReport: Sendable, Equatable {
    /// What there is to say.
    package enum Kind: Sendable, Equatable {
        /// Nothing was asked yet: the watch waits for its time of day.
        case waiting
        /// The first answer.
        case first
        /// An answer that is different from the one before, and how.
        case changed(AnswerDifferences)
        /// An answer that is the same as the one before.
        case unchanged
        case failed(WatchFailure)
        /// The machine was off or asleep at this time of day, so there was no round.
        case missed(clock: String)
    }

    package let kind: Kind
    /// The round, from 1; of a round that never began, the number of rounds so far.
    package let round: Int
    /// The time on the local clock, such as `14:05`.
    package let clock: String
    /// When the next round or try begins, such as `in 10 min` or `at 06:15`; nil if there is none.
    package let next: String?
    /// Whether the answer itself is shown, and not only the line about it.
    package let showsAnswer: Bool

    /// Whether the answer changed; nil without an answer, or without an earlier one.
    package var changed: Bool? {
        switch kind {
        case .changed: true
        case .unchanged: false
        case .waiting, .first, .failed, .missed: nil
        }
    }

    /// The line about it, in parts, such as `unchanged at 14:05` and `next in 10 min`.
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

    /// The parts on one line, such as `unchanged at 14:05 · next in 10 min`.
    package func line(between: String = " · ") -> String { parts.joined(separator: between) }

    private func nextPart(_ word: String) -> [String] { next.map { ["\(word) \($0)"] } ?? [] }

    private static func withoutPeriod(_ text: String) -> String {
        text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }
}

/// How a watch has ended.
package struct WatchEnd: Sendable, Hashable {
    /// Why it has ended.
    package enum Reason: Sendable, Hashable {
        /// The rounds that were asked for are over.
        case count
        /// The rounds are over, and the condition wasn't met.
        case unmet(WatchPlan.Condition)
        case met(WatchPlan.Condition)
        case interrupted
        /// A round failed, and asking again makes no sense.
        case failure
    }

    package let reason: Reason
    /// The number of rounds that have ended, with or without an answer.
    package let rounds: Int
    package let changes: Int
    /// The number of rounds that failed.
    package let failures: Int
    /// 0 if the condition was met; else that of the first failed round, 1 without one if the condition wasn't met, and 0 if there is none.
    /// After a failure that ends the watch, that of this failure; 130 after an interrupt.
    package let exitStatus: Int32
    /// Whether a run of the watch goes on, as far as is known: whoever ends the watch says which.
    package let leavesRun: Bool

    /// The end as a sentence or two, for people.
    package var sentence: String {
        let counted = rounds == 1 ? "1 round" : "\(rounds) rounds"
        let head =
            switch reason {
            case .count: "The watch ended after \(counted)."
            case .unmet(.changed): "The watch ended after \(counted). The answer didn't change."
            case .unmet(.same): "The watch ended after \(counted). No answer was the same as the one before."
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
