package import Nx1Values

/// An error in what somebody typed, whose description is the sentence to say.
package protocol UsageError: Error, CustomStringConvertible {}

/// Something that went wrong, ready to be said: its kind, a sentence for people, and what to do next.
package struct Complaint: Error, Sendable {
    /// What went wrong, by what a program would want to tell apart.
    package enum Kind: Sendable, Hashable {
        /// What was typed or set makes no sense.
        case usage
        case interrupted
        /// The deadline came first.
        case stillRunning
        /// What was to be shown, or an event, could not be written: nor will what comes next.
        case outputFailed
        /// An answer could not be saved to its file.
        case notSaved
        /// A program that the person has named failed.
        case programFailed
        case noJournal, noSteps, noQueries
        /// A line needs the answer of another, which has none.
        case noAnswer
        /// A watch has ended before what it waited for.
        case watchUnmet
        /// The service, or the way to it.
        case service(Nx1Error.Code)
        case unexpected
    }

    package let kind: Kind
    package let message: String
    package let advice: String?
    /// The session's number of the run that failed, if this is about one: whoever says it names the run.
    package let failedRun: Int?

    package init(_ kind: Kind, _ message: String, advice: String? = nil, failedRun: Int? = nil) {
        self.kind = kind
        self.message = message
        self.advice = advice
        self.failedRun = failedRun
    }

    /// The word of records.
    package var code: String { kind.code }
    /// The exit status it stands for.
    package var exitStatus: ExitStatus { kind.exitStatus }

    /// A line or a setting that makes no sense.
    package static func usage(_ message: String, advice: String? = nil) -> Complaint {
        Complaint(.usage, message, advice: advice)
    }

    package var sentence: String {
        guard let advice else { return message }
        // What a service says of an error rarely ends like a sentence.
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return message + (ends ? " " : ". ") + advice
    }

    /// The same with another advice.
    package func advised(_ advice: String) -> Complaint {
        Complaint(kind, message, advice: advice, failedRun: failedRun)
    }

    /// What `error` is to a person; nil for cancellation, which the one who cancelled explains.
    package init?(_ error: any Error) {
        switch error {
        case let error as Complaint: self = error
        case let error as Nx1Error:
            self.init(.service(error.code), error.summary, advice: Advice.advice(for: error))
        case let error as OutputFailure:
            self.init(.outputFailed, error.description)
        case let error as any UsageError:
            self.init(.usage, error.description)
        case is CancellationError: return nil
        default:
            self.init(
                .unexpected, "Unexpected error: \(String(describing: error))",
                advice:
                    "This is a bug in nx1sh. Please report it with this message, the line that caused it, and the output of nx1sh --version."
            )
        }
    }
}

extension Complaint.Kind {
    fileprivate var code: String {
        switch self {
        case .usage: "usage"
        case .interrupted: "interrupted"
        case .stillRunning: "still_running"
        case .outputFailed, .notSaved: "output_failed"
        case .programFailed: "program_failed"
        case .noJournal: "no_journal"
        case .noSteps: "no_steps"
        case .noQueries: "no_queries"
        case .noAnswer: "no_answer"
        case .watchUnmet: "watch_unmet"
        case .service(let code): code.rawValue
        case .unexpected: "unexpected"
        }
    }

    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .usage: .usage
        case .unexpected: .unexpected
        case .interrupted: .interrupted
        case .stillRunning: .stillRunning
        case .outputFailed, .notSaved, .programFailed, .noJournal, .noSteps, .noQueries, .noAnswer,
            .watchUnmet:
            .failed
        case .service(let code): ExitStatus(code)
        }
    }
}
