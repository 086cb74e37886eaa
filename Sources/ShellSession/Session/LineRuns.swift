import InputSources
import Logging
package import Nx1Client
import Nx1Values
import RunJournal
import ShellInput
package import ShellOutput
package import ShellRuns
import TypedRequests

/// The runs of a session as one line deals with them: on its console, within its limits, and in the format of its settings.
package struct LineRuns: Sendable {
    package let context: LineContext
    /// Those of the session when the line began.
    package internal(set) var settings: SessionSettings
    package let surroundings: Surroundings
    package let runs: Runs
    /// What is said of runs.
    package let words: RunWords
    /// The table that the answers of many lines are in.
    let table: AnswerTable
    /// The conversation that its questions are of.
    var conversation: ConversationPlace
    /// The place of its runs in a watch.
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

    /// The client, made when first needed; it tells of its requests on the line's console.
    /// - Throws: `Nx1Error` if the settings make no sense, or name no service; ``Complaint`` if nothing may be sent.
    package func open() throws -> Nx1 {
        if settings.isDryRun { throw refusalToSend }
        return try connection.open().logging(
            to: context.console.logger(level: settings.logLevel(on: context.console)))
    }

    /// What ends the watching of a run.
    var limits: WatchLimits {
        WatchLimits(interrupts: context.interrupts, deadline: settings.deadline)
    }

    /// A run whose request is about to leave. The caller releases it. If the journal doesn't have it, stderr has its id.
    /// - Parameter newest: Of a question of a batch, the number of its newest run in the journal.
    /// - Returns: nil if another shell has begun the same question of the batch.
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
            switch try await runs.recordBeginning(
                of: run, at: address, from: context.origin, newest: newest)
            {
            case .written: return run
            case .begunElsewhere:
                run.release()
                return nil
            case .kept where context.batch == nil:
                // Those who want quiet have to know it, too; and it can't wait for the line's turn.
                surroundings.console.complain(
                    "Run \(id) isn't in the journal yet; :result \(id) shows it.", isError: false)
            case .refused where context.batch == nil:
                surroundings.console.complain(
                    "Run \(id) isn't in the journal; :result \(id) shows it.", isError: false)
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

    /// Watches a run by `body`, and shows how it goes.
    /// - Throws: ``Complaint`` with the way back to the run if it was left; else what went wrong.
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
            // Nobody has waited for one that had ended before.
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

    /// The run that `name` names: one of this session, or one that the journal or the service knows, which then becomes one.
    /// - Throws: ``Complaint`` if it matches nothing or several.
    package func takeUp(_ name: String) async throws -> TrackedRun {
        try await runs.takeUp(name, open: open)
    }

    /// Asks once where a run stands; nil if the service doesn't know the run, or not yet.
    package func look(at run: TrackedRun) async throws -> RunSnapshot? {
        try await runs.look(at: run, over: open())
    }

    /// The result of a run of this session: at once if it has ended, from the journal if that has it; else after watching
    /// the run to its end.
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

    /// What there is to say of the run that `name` names, once it has ended.
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

    /// The rows below the last line of the terminal, unless a record on the same terminal would fall between them.
    var liveRows: LiveProgress? {
        surroundings.eventRecord?.isTerminal == true ? nil : context.console.live
    }

    /// Where the progress of a run is shown; the caller ends it.
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

    /// Who writes the record of events and shows the steps.
    private func observer(_ steps: WatchedSteps, _ display: ProgressDisplay, line: Int?) -> RunObserver {
        RunObserver(
            steps: steps,
            sawEvent: { [record = surroundings.eventRecord] event, id in
                if let record {
                    try record.write(
                        EventRecord(event, line: line, correlationID: id).json.serialized() + "\n")
                }
                display.update()
            },
            accompany: { operation in try await display.show(while: operation) })
    }
}

extension SessionSettings {
    /// What is told of requests on a console: by `-v` each of them, and to somebody who waits that one is tried again.
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
