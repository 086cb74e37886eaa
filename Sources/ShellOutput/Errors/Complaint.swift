package import Nx1Values

/// An error in the user's input. Its description is the message to show.
package protocol UsageError: Error, CustomStringConvertible {}

/// An error ready to be shown: its kind, a message, and advice on what to do next.
package struct Complaint: Error, Sendable {
    /// The kinds of errors that a program may want to distinguish.
    package enum Kind: Sendable, Hashable {
        /// Invalid input or an invalid setting.
        case usage
        case interrupted
        /// The run was still going at the deadline.
        case stillRunning
        /// An answer or an event couldn't be written; later output will fail too.
        case outputFailed
        /// An answer could not be saved to its file.
        case notSaved
        /// A program named by the user failed.
        case programFailed
        case noJournal, noSteps, noQueries
        /// A line refers to the answer of another line, which has none.
        case noAnswer
        /// A check of the doctor failed.
        case checkFailed
        /// A watch ended before its condition was met.
        case watchUnmet
        /// The service failed, or couldn't be reached.
        case service(Nx1Error.Code)
        case unexpected
    }

    package let kind: Kind
    package let message: String
    package let advice: String?
    /// The session's number of the failed run, if there is one. The caller names the run when showing the message.
    package let failedRun: Int?

    package init(_ kind: Kind, _ message: String, advice: String? = nil, failedRun: Int? = nil) {
        self.kind = kind
        self.message = message
        self.advice = advice
        self.failedRun = failedRun
    }

    /// The error code in JSON records.
    package var code: String { kind.code }
    /// The exit status of a process that fails with this error.
    package var exitStatus: ExitStatus { kind.exitStatus }

    /// Creates an error about an invalid line or setting.
    package static func usage(_ message: String, advice: String? = nil) -> Complaint {
        Complaint(.usage, message, advice: advice)
    }

    package var sentence: String {
        guard let advice else { return message }
        // Messages from a service rarely end with a full stop.
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return message + (ends ? " " : ". ") + advice
    }

    /// Returns a copy with different advice.
    package func advised(_ advice: String) -> Complaint {
        Complaint(kind, message, advice: advice, failedRun: failedRun)
    }

    /// Converts any error. Returns nil for a cancellation, which its initiator explains.
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
        case .checkFailed: "check_failed"
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
            .watchUnmet, .checkFailed:
            .failed
        case .service(let code): ExitStatus(code)
        }
    }
}
