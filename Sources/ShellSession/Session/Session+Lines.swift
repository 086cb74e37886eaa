import Nx1Client
public import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

extension Session {
    /// What happens after a line.
    public enum Continuation: Sendable {
        /// Continue with the next line.
        case goOn
        /// A line quit the session.
        case leave
        /// Ctrl-C, a closed stdout, or a failure with `--stop-on-error`.
        case stop
    }

    /// Runs a statement and shows its output. A failure is reported and counted, never thrown. Ctrl-C ends
    /// the statement.
    /// - Parameters:
    ///   - statement: the statement to run.
    ///   - place: its origin, for error messages and for deciding who waits for it.
    ///   - wasInterrupted: whether Ctrl-C was pressed before this call could listen for it.
    public func perform(
        _ statement: Statement, at place: LineLocation,
        wasInterrupted: @escaping @Sendable () -> Bool = { false }
    ) async -> Continuation {
        await perform(statement, in: context(at: place), wasInterrupted: wasInterrupted)
    }

    /// Runs a statement in a given context.
    func perform(
        _ statement: Statement, in context: LineContext,
        wasInterrupted: @escaping @Sendable () -> Bool = { false }
    ) async -> Continuation {
        await attempt(in: context, wasInterrupted: wasInterrupted) { session in
            try await session.carryOut(statement, in: context)
        }
    }

    /// Runs a part of a line's work. A failure is reported and counted, and Ctrl-C ends the work.
    func attempt(
        in context: LineContext, wasInterrupted: @escaping @Sendable () -> Bool = { false },
        _ work: @escaping @Sendable (isolated Session) async throws -> Void
    ) async -> Continuation {
        pointOutOpenFiles()
        do {
            let race = try await context.interrupts.race(deadline: nil) {
                guard !wasInterrupted() else { return false }
                try await work(self)
                return true
            }
            guard case .finished(true) = race else {
                throw Complaint(.interrupted, "Interrupted.")
            }
            return .goOn
        } catch let leaving as Leaving {
            return leaving.isForced ? .stop : .leave
        } catch {
            return report(error, in: context)
        }
    }

    private func carryOut(_ statement: Statement, in context: LineContext) async throws {
        switch statement.content {
        case .text(let text) where text.isForBackground:
            try await startInBackground(String(text.dropLast(2)), in: context)
        case .text, .request:
            if let request = try requests.request(of: statement) {
                context.answers?.add(request.id)
                try await ask(takeAttachments(of: request), in: context)
            }
        case .refusal(let refusal):
            try refuse(refusal, in: context)
        case .command(let name, let arguments):
            try await carryOut(command: name, arguments, in: context)
        }
    }

    /// Reports a failure and counts it.
    public func report(_ error: any Error, at place: LineLocation) -> Continuation {
        report(error, in: context(at: place))
    }

    /// Reports a failure in a given context.
    func report(_ error: any Error, in context: LineContext) -> Continuation {
        if let failure = error as? OutputFailure, failure.isClosed { return .stop }
        guard let complaint = Complaint(error) else {
            context.outcome.add(.interrupted)
            return .stop
        }
        context.outcome.add(complaint.exitStatus)
        let isInterrupted = complaint.kind == .interrupted
        let run = complaint.failedRun.flatMap(runs.run)?.record
        let way = run.flatMap { words.wayBack(to: $0, by: ":status") }
        let said = way.map { complaint.advised("`\($0)` shows the details.") } ?? complaint
        context.console.complain(context.place.prefix + said.sentence, isError: !isInterrupted)
        if let run, context.isWatched { lineRuns(in: context).showLine(about: run.facts) }
        // If output fails, further runs would cost money for answers that nobody can read.
        let endsScript = settings.stopsOnError || isInterrupted || complaint.kind == .outputFailed
        // At the prompt, only the remaining rows of the same line can be stopped.
        let isAlone = context.place.origin == .prompt && context.row == nil
        return !isAlone && endsScript ? .stop : .goOn
    }

    /// Warns, once, about files with secrets that other users can access.
    package func pointOutOpenFiles() {
        for file in connection.takeOpenFiles() { surroundings.console.note("nx1sh: " + file.sentence) }
    }

    /// Prints which runs continue after the session ends, and how to get their answers.
    public func sayWhichGoOn() {
        if hasOwnService { return }
        for run in runs.all.map(\.record)
        where run.status?.isTerminal == false && (isConversing || run.isInBackground) {
            surroundings.console.note(
                "Run \(run.correlationID) is still running. `nx1sh ':result \(run.correlationID)'` fetches its answer."
            )
        }
    }
}
