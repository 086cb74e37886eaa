package import Nx1Values
package import RunJournal
package import ShellOutput

/// Messages about runs, with the command that leads back to a run: as typed at the prompt, or on the command line.
package struct RunWords: Sendable {
    /// Whether a user is at a prompt.
    package let isConversing: Bool
    /// Whether the service is a sandbox that ends with this process.
    package let hasOwnService: Bool
    /// The time limit for watching one run.
    package let deadline: Duration?

    /// Creates messages for a session.
    package init(isConversing: Bool, hasOwnService: Bool, deadline: Duration?) {
        self.isConversing = isConversing
        self.hasOwnService = hasOwnService
        self.deadline = deadline
    }

    /// The error for a failed run with this number.
    package func failed(_ failure: Nx1Error, _ number: Int) -> Complaint {
        Complaint(
            .service(failure.code), failure.summary, failedRun: number)
    }

    /// The error for a run that the service doesn't know.
    package func unknown(_ run: SessionRun, advice: String? = nil) -> Complaint {
        Complaint(
            .service(.notFound), "The service has no record of run \(run.correlationID).", advice: advice)
    }

    /// The command that leads back to a run, as typed where the line came from; nil if the run ends with the sandbox
    /// in this process.
    /// - Parameter command: the command to use; nil for the usual one.
    package func wayBack(to run: SessionRun, by command: String? = nil) -> String? {
        if isConversing { return "\(command ?? ":status") %\(run.number)" }
        return hasOwnService ? nil : "nx1sh '\(command ?? ":result") \(run.correlationID)'"
    }

    /// The error for a batch that can't continue without its journal.
    package func noJournal(for batch: JournalEntry.BatchPlace?) -> Complaint {
        Complaint(
            .noJournal, "The batch \(batch?.name ?? "") can't continue: the journal can't be used.")
    }

    /// The error for a run that Ctrl-C left running.
    package func left(_ run: SessionRun) -> Complaint {
        if run.hasEnded, let way = wayBack(to: run, by: ":result") {
            return Complaint(
                .interrupted, "Stopped watching run \(run.correlationID), which has ended.",
                advice: "`\(way)` shows its answer.")
        }
        guard let way = wayBack(to: run) else { return endsWith(run, .interrupted) }
        let what =
            run.isAccepted
            ? "Stopped watching run \(run.correlationID). It is still running."
            : "Stopped waiting for the service to accept run \(run.correlationID). It may have started."
        return Complaint(.interrupted, what, advice: "`\(way)` resumes watching.")
    }

    /// The error for a run that didn't end before the deadline.
    package func stillRunning(_ run: SessionRun) -> Complaint {
        let limit = deadline.map { "\($0.tenths) s" } ?? ""
        if run.hasEnded, let way = wayBack(to: run, by: ":result") {
            return Complaint(
                .stillRunning,
                "Run \(run.correlationID) has ended, but its events didn't arrive within the deadline of \(limit).",
                advice: "`\(way)` shows its answer.")
        }
        guard let way = wayBack(to: run) else { return endsWith(run, .stillRunning) }
        let what =
            run.isAccepted
            ? "Run \(run.correlationID) is still running after the deadline of \(limit)."
            : "The service didn't accept run \(run.correlationID) within the deadline of \(limit). It may have started."
        return Complaint(.stillRunning, what, advice: "`\(way)` resumes watching.")
    }

    private func endsWith(_ run: SessionRun, _ kind: Complaint.Kind) -> Complaint {
        Complaint(kind, "Run \(run.correlationID) didn't finish: it ends with the sandbox.")
    }

    /// Adds the run's id and the command that leads back to it to an error after which the run may still exist.
    package func explain(_ error: any Error, about run: SessionRun) -> any Error {
        if let failure = error as? OutputFailure, !failure.isClosed, run.isAccepted {
            return Complaint(failure, wayBack: wayBack(to: run))
        }
        guard let error = error as? Nx1Error, let complaint = Complaint(error) else { return error }
        if error.problem == .untraceable { return complaint }
        let mayLive = [.unreachable, .timedOut, .serviceFailed, .notUnderstood, .tooLarge, .undecided]
            .contains(error.code)
        // After a refused connection or an unknown host, it is certain that nothing was sent.
        guard run.isAccepted || (mayLive && !error.isWithoutEffect), let way = wayBack(to: run) else {
            return complaint
        }
        let advice =
            if run.hasEnded {
                [
                    complaint.advice,
                    "The run has ended: `\(wayBack(to: run, by: ":result") ?? way)` shows its answer.",
                ]
                .compactMap(\.self).joined(separator: " ")
            } else if error.code == .undecided, !run.isAccepted {
                // The message already says what is unknown.
                "`\(way)` looks it up. Send it again only if nothing is found."
            } else {
                [
                    complaint.advice,
                    run.isAccepted
                        ? "The run is still running: `\(way)` resumes watching."
                        : "The run may have started: `\(way)` looks it up.",
                ].compactMap(\.self).joined(separator: " ")
            }
        return complaint.advised(advice)
    }
}

extension Complaint {
    /// The error for a command about the runs of a session without any.
    package static let noRuns = Complaint.usage("This session has no runs yet.")

    /// The error for output that couldn't be written, with the command that shows the run again, if there is one.
    package init(_ failure: OutputFailure, wayBack: String?) {
        self.init(
            .outputFailed, failure.description,
            advice: wayBack.map { "The run isn't lost: `\($0)` shows it again." })
    }
}
