import Nx1Events
import Nx1Values
package import RunJournal

extension ReportEntry {
    /// Creates an entry from a run in the journal.
    /// - Parameters:
    ///   - entry: the run's record. A start time of 0 counts as unknown.
    ///   - steps: the run's steps, as far as known.
    package init(_ entry: JournalEntry, _ steps: StoredSteps) {
        self.init(
            correlationID: entry.correlationID,
            began: entry.began > 0 ? ReportMoment(entry.began) : nil, outcome: Outcome(entry))
        question = entry.question ?? entry.input?["question"]?.string
        crew = entry.crew
        took = entry.elapsed
        tokens = entry.tokens
        inputs = (entry.input ?? [:]).compactMap { key, value in
            if key == "question", value.string == question { return nil }
            return Input(name: key, text: value.string ?? value.serialized())
        }
        self.steps = steps.steps
        droppedSteps = steps.dropped
    }
}

extension ReportEntry.Outcome {
    fileprivate init(_ entry: JournalEntry) {
        if let result = entry.result {
            if let error = result.error {
                self = .failed("The run failed: \(error)")
            } else {
                self = entry.answer == nil ? .unknown : .answered(result.answer)
            }
        } else if entry.status == nil, let failure = entry.failure {
            self = .failed("The run wasn't started: \(failure.message)")
        } else {
            self = .working
        }
    }
}

extension ReportMoment {
    /// The moment `milliseconds` after 1970.
    package init(_ milliseconds: Int64) {
        self.init(local: Timestamp.local(milliseconds), timestamp: Timestamp.text(milliseconds))
    }

    /// The current time.
    package static var now: ReportMoment { ReportMoment(Timestamp.milliseconds()) }
}
