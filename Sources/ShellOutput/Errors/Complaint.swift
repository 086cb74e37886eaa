import Nx1Values

/// An error in what somebody typed, whose description is the sentence to say.
package protocol UsageError: Error, CustomStringConvertible {}

/// Something that went wrong, ready to be said: a word for records, a sentence for people, what to do next, and the exit
/// status it stands for.
package struct Complaint: Error, Sendable {
    package let code: String
    package let message: String
    package let advice: String?
    package let exitStatus: ExitStatus
    /// The session's number of the run that failed, if this is about one: whoever says it names the run.
    package let failedRun: Int?

    package init(
        _ code: String, _ message: String, advice: String? = nil, exitStatus: ExitStatus,
        failedRun: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.exitStatus = exitStatus
        self.failedRun = failedRun
    }

    /// A line or a setting that makes no sense.
    package static func usage(_ message: String, advice: String? = nil) -> Complaint {
        Complaint("usage", message, advice: advice, exitStatus: .usage)
    }

    package var sentence: String {
        guard let advice else { return message }
        // What a service says of an error rarely ends like a sentence.
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return message + (ends ? " " : ". ") + advice
    }

    /// The same with another advice.
    package func advised(_ advice: String) -> Complaint {
        Complaint(code, message, advice: advice, exitStatus: exitStatus, failedRun: failedRun)
    }

    /// What `error` is to a person; nil for cancellation, which the one who cancelled explains.
    package init?(_ error: any Error) {
        switch error {
        case let error as Complaint: self = error
        case let error as Nx1Error:
            self.init(
                error.code.rawValue, error.summary, advice: Advice.advice(for: error),
                exitStatus: ExitStatus(error.code))
        case let error as OutputFailure:
            self.init("output_failed", error.description, exitStatus: .failed)
        case let error as any UsageError:
            self.init("usage", error.description, exitStatus: .usage)
        case is CancellationError: return nil
        default:
            self.init("unexpected", String(describing: error), exitStatus: .usage)
        }
    }
}
