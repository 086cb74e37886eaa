import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

extension Session {
    /// Watches a run of this session until it ends, Ctrl-C leaves it, or the deadline passes, and keeps what was learnt of it
    /// in the list of runs, however it goes.
    /// - Parameter whenLeft: gets the run before an error is thrown.
    /// - Throws: ``Complaint`` with the way back to the run if it was left; else what went wrong.
    func watch(
        _ number: Int, at place: Place,
        _ operation: @escaping @Sendable (RunWatch) async throws -> CrewResult,
        whenLeft: (SessionRun) -> Void = { _ in }
    ) async throws -> CrewResult {
        let run = runs[number]
        takeUp(number)
        let steps = WatchedSteps()
        let display = display(of: run, steps, at: place)
        let watch = RunWatch(
            correlationID: run.correlationID, isAccepted: run.isAccepted, line: place.line, display: display,
            record: eventRecord, steps: steps, began: run.began)
        do {
            defer { display.end() }
            let race = try await interrupts.race(deadline: settings.deadline) {
                try await display.show { try await operation(watch) }
            }
            keep(watch, of: number)
            switch race {
            case .finished(let result):
                keep(result, of: number)
                await writeDown(result, of: number)
                // Nobody has waited for one that had ended before.
                if run.status?.isTerminal != true {
                    console.signal(settings.notification.signal(about: runs[number]))
                }
                return result
            case .interrupted:
                leave(number)
                throw left(runs[number])
            case .deadline:
                leave(number)
                throw stillRunning(runs[number])
            }
        } catch {
            keep(watch, of: number)
            whenLeft(runs[number])
            await writeDown(error, of: number)
            throw explain(error, about: runs[number])
        }
    }

    private func keep(_ watch: RunWatch, of number: Int) {
        let state = watch.state
        if !watch.steps.isEmpty || state.isAccepted { runs[number].learn(watch.steps) }
        runs[number].correlationID = state.correlationID
        runs[number].events = state.events
        // A run that has ended stays ended, however its second watching went.
        if runs[number].hasEnded { return }
        runs[number].isAccepted = state.isAccepted
        runs[number].elapsed = ContinuousClock.now - runs[number].began
        runs[number].status = state.isAccepted ? .running : nil
    }

    /// Keeps how a run ended.
    func keep(_ result: CrewResult, of number: Int) {
        runs[number].status = result.status
        runs[number].failure = result.error
        runs[number].tokens = .larger(runs[number].tokens, result.tokenUsage)
    }

    /// The complaint that the failed run of that number is.
    func failed(_ failure: Nx1Error, _ number: Int) -> Complaint {
        Complaint(
            failure.code.rawValue, failure.summary, exitStatus: ExitStatus(failure.code), failedRun: number)
    }

    /// Whether a person sits in front of both streams and waits for this very line.
    func isWatched(at place: Place) -> Bool {
        place.isPersonal && console.isTerminal && console.remarks.isTerminal
    }

    private func showsProgress(at place: Place) -> Bool {
        switch settings.progress {
        case .always: true
        case .never: false
        case .auto where LineScope.current != nil: false
        case .auto: isWatched(at: place)
        }
    }

    /// The rows below the last line of the terminal, unless a record on the same terminal would fall between them.
    var liveRows: LiveProgress? { eventRecord?.isTerminal == true ? nil : console.live }

    /// Where the progress of a run is shown; the caller ends it.
    private func display(of run: SessionRun, _ steps: WatchedSteps, at place: Place) -> ProgressDisplay {
        let lines = PlainProgress(on: console, steps, began: run.began)
        guard showsProgress(at: place), !console.isSilent else { return .nowhere }
        guard let live = liveRows else { return .lines(lines) }
        let crew = run.crew.map { "the crew \($0)" } ?? "the run"
        let title = [
            "nx1sh · \(run.crew?.rawValue ?? "a run")",
            run.question.map { String(secretCover.covered($0).prefix(60)) },
        ]
        let isFree = live.begin(
            steps, title: title.compactMap(\.self).joined(separator: ": "), waiting: "Waiting for \(crew)",
            began: run.began)
        return isFree ? .live(live) : .lines(lines)
    }

    /// The command that takes a run up again, as it is typed where the line came from; nil where there is nothing to come
    /// back to, as the service is a sandbox that ends together with this process.
    /// - Parameter command: what is to be done with the run then; without one, what is usual.
    func wayBack(to run: SessionRun, by command: String? = nil) -> String? {
        if isConversing { return "\(command ?? ":status") %\(run.number)" }
        return hasOwnService ? nil : "nx1sh '\(command ?? ":result") \(run.correlationID)'"
    }

    func left(_ run: SessionRun) -> Complaint {
        if run.hasEnded, let way = wayBack(to: run, by: ":result") {
            return Complaint(
                "interrupted", "Left run \(run.correlationID), which has ended.",
                advice: "\(way) shows its answer.", exitStatus: .interrupted)
        }
        guard let way = wayBack(to: run) else { return endsWith(run, "interrupted", .interrupted) }
        let what =
            run.isAccepted
            ? "Left run \(run.correlationID); it goes on."
            : "Left the request for run \(run.correlationID) before the service answered; it may have started."
        return Complaint(
            "interrupted", what, advice: "\(way) takes it up again.", exitStatus: .interrupted)
    }

    func stillRunning(_ run: SessionRun) -> Complaint {
        let limit = settings.deadline.map { "\($0.tenths) s" } ?? ""
        if run.hasEnded, let way = wayBack(to: run, by: ":result") {
            return Complaint(
                "still_running",
                "Run \(run.correlationID) has ended, but its events didn't arrive within the deadline of \(limit).",
                advice: "\(way) shows its answer.", exitStatus: .stillRunning)
        }
        guard let way = wayBack(to: run) else { return endsWith(run, "still_running", .stillRunning) }
        let what =
            run.isAccepted
            ? "Run \(run.correlationID) is still at work at the deadline of \(limit) and goes on."
            : "The service did not answer the request for run \(run.correlationID) within the deadline of \(limit); it may have started."
        return Complaint(
            "still_running", what, advice: "\(way) takes it up again.", exitStatus: .stillRunning)
    }

    private func endsWith(_ run: SessionRun, _ code: String, _ status: ExitStatus) -> Complaint {
        Complaint(
            code, "Run \(run.correlationID) has no answer yet, and ends here with its sandbox.",
            exitStatus: status)
    }

    /// Adds the run's id and the way back to an error after which the run may be alive.
    func explain(_ error: any Error, about run: SessionRun) -> any Error {
        if let failure = error as? OutputFailure, !failure.isClosed, run.isAccepted {
            return Complaint(failure, wayBack: wayBack(to: run))
        }
        guard let error = error as? Nx1Error, let complaint = Complaint(error) else { return error }
        let mayLive = [.unreachable, .timedOut, .serviceFailed, .notUnderstood, .tooLarge, .undecided]
            .contains(error.code)
        // A refused connection or a missing host says for certain that nothing was sent.
        guard run.isAccepted || (mayLive && !error.isWithoutEffect), let way = wayBack(to: run) else {
            return complaint
        }
        let advice =
            if run.hasEnded {
                [
                    complaint.advice,
                    "The run has ended: \(wayBack(to: run, by: ":result") ?? way) shows its answer.",
                ]
                .compactMap(\.self).joined(separator: " ")
            } else if error.code == .undecided, !run.isAccepted {
                // Its message says already what isn't known.
                "\(way) looks for it; ask again only if there is nothing."
            } else {
                [
                    complaint.advice,
                    "\(run.isAccepted ? "The run goes on" : "Whether the run has started is not known"): "
                        + "\(way) looks for it.",
                ].compactMap(\.self).joined(separator: " ")
            }
        return Complaint(
            complaint.code, complaint.message, advice: advice, exitStatus: complaint.exitStatus)
    }
}

extension Complaint {
    /// An answer or event that could not be written, and the command that shows the run again, if there is one.
    init(_ failure: OutputFailure, wayBack: String?) {
        self.init(
            "output_failed", failure.description,
            advice: wayBack.map { "Nothing of the run is lost: \($0) shows it again." },
            exitStatus: .failed)
    }
}
