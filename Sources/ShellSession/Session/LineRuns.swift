import InputSources
import Logging
package import Nx1Client
import Nx1Values
import RunJournal
import ShellInput
package import ShellOutput
package import ShellRuns
import TypedRequests

/// The session's runs as one line uses them: with its console, its limits, and the format of its settings.
package struct LineRuns: Sendable {
    package let context: LineContext
    /// A copy of the session's settings, made when the line started.
    package internal(set) var settings: SessionSettings
    package let surroundings: Surroundings
    package let runs: Runs
    /// Builds the messages about runs.
    package let words: RunWords
    /// The table that the answers of several lines share.
    let table: AnswerTable
    /// The conversation that new questions belong to.
    var conversation: ConversationPlace
    /// The place of new runs in a watch.
    var watch = WatchPlace.outside
    private let connection: Connection

    init(_ session: isolated Session, in context: LineContext) {
        self.context = context
        var settings = session.settings
        if let format = context.format { settings.format = format }
        self.settings = settings
        surroundings = session.surroundings
        runs = session.runs
        words = session.words
        table = session.table
        conversation = session.conversation
        connection = session.connection
    }

    /// The client, created on first use. It logs its requests to the line's console.
    /// - Throws: `Nx1Error` if the settings are invalid or name no service; ``Complaint`` if nothing may be
    ///   sent.
    package func open() throws -> Nx1 {
        if settings.isDryRun { throw refusalToSend }
        return try connection.open().logging(
            to: context.console.logger(level: settings.logLevel(on: context.console)))
    }

    /// The conditions that end watching a run early.
    var limits: WatchLimits {
        WatchLimits(interrupts: context.interrupts, deadline: settings.deadline)
    }

    /// Creates and journals a run whose request is about to be sent. The caller releases it. If it can't be
    /// journalled, its id is printed on stderr.
    /// - Parameter newest: for a line of a batch, the journal's number of its newest run.
    /// - Returns: nil if another shell has started the same line of the batch.
    func begin(_ request: CrewRequest, to nx1: Nx1, newest: Int64? = nil) async throws -> TrackedRun? {
        let run = runs.begin(
            request.crew, input: request.input, text: request.text, lineOrdinal: context.ordinal
        ) { run in
            run.definition = request.definition
            run.sensitiveInputs = request.sensitiveInputs
            run.savedQuestion = request.savedQuestion.map { .init(name: $0.name, values: $0.values) }
            run.watch = watch.name(for: run.sentID)
            run.session = settings.session?.description
            run.conversation = conversation.name(for: run.sentID)
        }
        do {
            let (address, id) = ("\(nx1.configuration.address)", run.record.correlationID)
            if settings.verbosity > 0 {
                context.console.note("POST \(address)\(run.record.request.path), correlation id \(id)")
            }
            // By its id: after a crash, no shell knows its number.
            let way = words.isConversing ? ":result \(id)" : "nx1sh ':result \(id)'"
            switch try await runs.recordBeginning(
                of: run, at: address, from: context.origin, newest: newest)
            {
            case .written: return run
            case .begunElsewhere:
                run.release()
                return nil
            case .kept where context.batch == nil:
                // Printed even with `-q`, and without waiting for the line's turn: after a crash, the id is
                // the only way to find the run.
                surroundings.console.complain(
                    "Run \(id) isn't in the journal yet. To get its answer later, use `\(way)`.",
                    isError: false)
            case .refused where context.batch == nil:
                surroundings.console.complain(
                    "Run \(id) couldn't be recorded in the journal. To get its answer later, use `\(way)`.",
                    isError: false)
            case .kept, .refused:
                runs.journal.withdraw(id)
                throw words.noJournal(for: context.batch)
            }
            return run
        } catch {
            run.release()
            throw error
        }
    }

    /// Watches a run with `body` and shows its progress.
    /// - Throws: ``Complaint`` with the command that resumes the run if watching stopped early; otherwise the
    ///   error of the run.
    func watch(
        _ run: TrackedRun,
        _ body: (WatchLimits, RunObserver) async throws -> RunOutcome
    ) async throws -> CrewResult {
        let hadEnded = run.record.hasEnded
        let steps = WatchedSteps()
        let display = display(of: run.record, steps)
        let outcome: RunOutcome
        do {
            defer { display.end() }
            async let expectation: Void = display.expect { [runs] in
                await runs.usualDuration(of: run.record.crew)
            }
            outcome = try await body(
                limits, observer(steps, display, line: context.place.line))
            await expectation
        } catch {
            throw words.explain(error, about: run.record)
        }
        switch outcome {
        case .ended(let result):
            // No notification for a run that had already ended.
            if !hadEnded { context.console.signal(settings.notification.signal(about: run.record)) }
            return result
        case .left: throw words.left(run.record)
        case .deadline: throw words.stillRunning(run.record)
        }
    }

    /// Watches a run of this session to its end.
    /// - Throws: as ``watch(_:_:)``, and if the run failed.
    package func follow(_ run: TrackedRun) async throws -> CrewResult {
        let nx1 = try open()
        let result = try await watch(run) { [runs] limits, observer in
            try await runs.follow(run, over: nx1, within: limits, for: observer)
        }
        if let failure = result.failure { throw words.failed(failure, run.number) }
        return result
    }

    /// Finds the run that `name` refers to. A run that only the journal or the service knows is added to this
    /// session.
    /// - Throws: ``Complaint`` if there is no such run, or several match.
    package func takeUp(_ name: String) async throws -> TrackedRun {
        try await runs.takeUp(name, open: open)
    }

    /// Fetches the current state of a run once; nil if the service doesn't know the run (yet).
    package func look(at run: TrackedRun) async throws -> RunSnapshot? {
        try await runs.look(at: run, over: open())
    }

    /// The result of a run of this session: from the journal or the service if it has ended, otherwise after
    /// watching it to its end.
    /// - Throws: as ``follow(_:)``.
    package func result(of run: TrackedRun) async throws -> CrewResult {
        let result: CrewResult
        if let kept = try await runs.journalledResult(of: run) {
            result = kept
        } else if case .ended(let found)? = try await look(at: run) {
            result = found
        } else {
            return try await follow(run)
        }
        if let failure = result.failure { throw words.failed(failure, run.number) }
        return result
    }

    /// The report on the run that `name` refers to, once it has ended.
    /// - Throws: as ``takeUp(_:)`` and ``result(of:)``.
    package func report(on name: String) async throws -> RunReport {
        let run = try await takeUp(name)
        let result = try await result(of: run)
        let record = run.record
        var report = RunReport(line: context.place.line, crew: record.crew, input: record.shownInput)
        report.include(record)
        report.result = result
        return report
    }

    private var showsProgress: Bool {
        switch settings.progress {
        case .always: true
        case .never: false
        case .auto: context.ordinal == nil && context.isWatched
        }
    }

    /// The live rows at the bottom of the terminal; nil if `--events` writes to the same terminal.
    var liveRows: LiveProgress? {
        surroundings.eventRecord?.isTerminal == true ? nil : context.console.live
    }

    /// Starts displaying the progress of a run. The caller ends the display.
    private func display(
        of run: SessionRun, _ steps: WatchedSteps
    ) -> ProgressDisplay {
        guard showsProgress, !context.console.isSilent else { return .nowhere }
        let lines = PlainProgress(on: context.console, steps, began: run.began)
        guard let live = liveRows else { return .lines(lines) }
        let crew = run.crew.map { "the crew \($0)" } ?? "the run"
        let title = [
            "nx1sh · \(run.crew?.rawValue ?? "a run")",
            run.question.map { String(runs.secretCover.covered($0).prefix(60)) },
        ]
        let isFree = live.begin(
            steps, title: title.compactMap(\.self).joined(separator: ": "), waiting: "Waiting for \(crew)",
            began: run.began, leavesRows: !watch.isLater)
        return isFree ? .live(live) : .lines(lines)
    }

    /// The observer that writes the event record and updates the display.
    private func observer(_ steps: WatchedSteps, _ display: ProgressDisplay, line: Int?) -> RunObserver {
        RunObserver(
            steps: steps,
            sawEvent: { [record = surroundings.eventRecord] event, id in
                if let record {
                    do throws(OutputFailure) {
                        try record.write(
                            EventRecord(event, line: line, correlationID: id).json.serialized() + "\n")
                    } catch {
                        var failure = error
                        failure.subject = "the file of --events"
                        throw failure
                    }
                }
                display.update()
            },
            accompany: { operation in try await display.show(while: operation) })
    }
}

extension SessionSettings {
    /// The log level for a console: `-v` logs each request; a user who waits sees retries.
    fileprivate func logLevel(on console: Console) -> Logger.Level {
        switch verbosity {
        case ..<1:
            let isWatched = progress == .always || console.isTerminal && console.remarks.isTerminal
            return isWatched && progress != .never ? .notice : .warning
        case 1: return .info
        default: return .debug
        }
    }
}
