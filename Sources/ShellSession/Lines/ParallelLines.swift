import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import Synchronization
import TypedRequests

/// Runs the lines of one script in parallel. Reading runs a bounded number of lines ahead of the answers.
struct ParallelLines {
    /// A line that has finished.
    struct Ended: Sendable {
        let number: Int
        let failure: ExitStatus?
    }

    private let session: Session
    private let source: LineSource
    private let many: ManyLines
    private let stopsOnError: Bool
    private let sheets: OrderedSheets
    private let tally: LineTally
    private let ordinals: BatchOrdinals?
    private let answers: LineAnswers
    private var running = 0
    /// The lines that wait for answers of other lines, in input order.
    private var waiting: [Job] = []
    private var firstFailure: Ended?

    /// A line with its place in the output.
    private struct Job {
        let context: LineContext
        /// The line's ordinal among all lines.
        let number: Int
        /// The ids of the lines whose answers this line needs.
        let needs: [JSONValue]
        let work: @Sendable (Session, LineContext) async -> Void
    }

    init(
        _ session: Session, of source: LineSource, many: ManyLines, stopsOnError: Bool, sheets: OrderedSheets,
        tally: LineTally
    ) {
        self.session = session
        self.source = source
        self.many = many
        self.stopsOnError = stopsOnError
        self.sheets = sheets
        self.tally = tally
        ordinals = many.batch.map(BatchOrdinals.init)
        answers = source.context.answers ?? LineAnswers()
    }

    /// Runs a step: a question as soon as a job is free, a command once everything before it has finished.
    /// - Returns: how the script ends; nil if it continues.
    mutating func feed(
        _ step: LineStep, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        switch step {
        case .line(.nothing), .line(.more): return nil
        case .line(.refused(let reason, let line)):
            let refusal = Complaint.invalidLine(reason)
            return await refuse(refusal, source.context(ofLine: line), in: &group)
        case .line(.statement(let statement)):
            return await feed(statement, in: &group)
        case .row(let line): return await feed(line, in: &group)
        }
    }

    private mutating func feed(_ line: RowLine, in group: inout TaskGroup<Ended>) async -> Script.Ending? {
        let context = source.context(of: line)
        do {
            return try await feed(line.request.get(), context, in: &group)
        } catch {
            return await enqueue(context, in: &group) { session, context in
                _ = await session.attempt(in: context) { try $0.refuse(error, in: context) }
            }
        }
    }

    private mutating func feed(
        _ statement: Statement, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        let context = source.context(ofLine: statement.line)
        do {
            switch try await session.work(of: statement) {
            case .question(let request): return try await feed(request, context, in: &group)
            case .refusal:
                return await enqueue(context, in: &group) { session, context in
                    _ = await session.perform(statement, in: context)
                }
            case .barrier:
                if let ending = await finish(in: &group) { return ending }
                var context = context
                context.company = .betweenMany
                return Script.Ending(await session.perform(statement, in: context))
            }
        } catch {
            return await refuse(error, context, in: &group)
        }
    }

    private mutating func feed(
        _ request: CrewRequest, _ context: LineContext, in group: inout TaskGroup<Ended>
    ) async throws -> Script.Ending? {
        // The run that it refers to may belong to an earlier line.
        if request.namesRuns, let ending = await finish(in: &group) { return ending }
        var request = request
        if !request.isComplete {
            request = try await session.lineRuns(in: context).completed(request, leavingLines: true)
        }
        let needs = await session.settings.isDryRun ? [] : request.lines
        let ready = request
        answers.add(request.id)
        // The inputs that a template or a crew file receives aren't known yet, and may be equal for different
        // lines.
        let isWhole = needs.isEmpty && CrewType.published.contains(request.crew)
        let batch = isWhole ? ordinals?.place(of: request, under: session.runs.secretCover) : nil
        return await enqueue(
            context, batch, ordinals: isWhole ? nil : ordinals, needs: needs, in: &group
        ) { session, context in
            _ = await session.attempt(in: context) { try await $0.ask(ready, in: context) }
        }
    }

    /// Reports an invalid line when its turn comes.
    private mutating func refuse(
        _ error: any Error, _ context: LineContext, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        await enqueue(context, in: &group) { session, context in
            _ = await session.report(error, in: context)
        }
    }

    /// Waits until all lines have finished.
    /// - Returns: how the script ends; nil if it may continue.
    mutating func finish(in group: inout TaskGroup<Ended>) async -> Script.Ending? {
        while let ended = await group.next() { account(ended, in: &group) }
        // The lines that these wait for will never finish, so starting them reports the error.
        while mayGoOn, let job = waiting.first {
            waiting.removeFirst()
            start(job, in: &group)
            if let ended = await group.next() { account(ended, in: &group) }
        }
        for job in waiting { sheets.finish(job.number) }
        waiting = []
        session.runs.sortByLines()
        if let failure = firstFailure?.failure { source.context.outcome.add(failure) }
        firstFailure = nil
        return mayGoOn ? nil : .stopped
    }

    private var mayGoOn: Bool { sheets.failure == nil && !(stopsOnError && tally.hasFailed) }

    private mutating func enqueue(
        _ context: LineContext, _ batch: JournalEntry.BatchPlace? = nil, ordinals: BatchOrdinals? = nil,
        needs: [JSONValue] = [], in group: inout TaskGroup<Ended>,
        _ work: @escaping @Sendable (Session, LineContext) async -> Void
    ) async -> Script.Ending? {
        while running >= many.jobs || sheets.open >= many.openLines {
            guard let ended = await group.next() else { break }
            account(ended, in: &group)
        }
        guard mayGoOn, !Task.isCancelled else { return await finish(in: &group) ?? .stopped }
        // A new table head is needed only after a command, when no line is running.
        if let head = await session.table.head(for: session.settings.format, columns: source.columns) {
            do throws(OutputFailure) {
                try tally.wipe { () throws(OutputFailure) in
                    try source.context.console.answers.write(head)
                }
            } catch {
                _ = await session.report(error, in: source.context)
                return .stopped
            }
        }
        let number = sheets.begin()
        var context = context
        context.company = .oneOfMany(ordinal: number)
        context.console = context.console.writing(to: sheets, as: number)
        // Ctrl-C stops all lines together, never this one alone.
        context.interrupts = Interrupts()
        context.outcome = LineOutcome()
        context.batch = batch
        context.ordinals = ordinals
        context.answers = answers
        let job = Job(context: context, number: number, needs: needs, work: work)
        if answers.haveEnded(needs) { start(job, in: &group) } else { waiting.append(job) }
        return nil
    }

    private mutating func start(_ job: Job, in group: inout TaskGroup<Ended>) {
        running += 1
        tally.begin()
        group.addTask { [session, sheets, tally] in
            await job.work(session, job.context)
            // A line that Ctrl-C stopped has not finished.
            if !Task.isCancelled { tally.end(failed: job.context.outcome.failure != nil) }
            sheets.finish(job.number)
            return Ended(number: job.number, failure: job.context.outcome.failure)
        }
    }

    private mutating func account(_ ended: Ended, in group: inout TaskGroup<Ended>) {
        running -= 1
        while running < many.jobs, mayGoOn, !Task.isCancelled,
            let place = waiting.firstIndex(where: { answers.haveEnded($0.needs) })
        {
            start(waiting.remove(at: place), in: &group)
        }
        guard ended.failure != nil, ended.number < firstFailure?.number ?? .max else { return }
        firstFailure = ended
    }
}

extension Session {
    /// How a statement can run among parallel lines.
    enum LineWork: Sendable {
        /// A request to a crew that doesn't affect later lines.
        case question(CrewRequest)
        /// An invalid request, to be reported.
        case refusal
        /// Runs only after everything before it has finished.
        case barrier
    }

    /// How a statement can run among parallel lines.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if it is an invalid request.
    fileprivate func work(of statement: Statement) throws -> LineWork {
        if case .refusal = statement.content { return .refusal }
        // A question can't carry earlier exchanges before they exist.
        guard settings.context == 0 else { return .barrier }
        return try request(of: statement).map { .question(takeAttachments(of: $0)) } ?? .barrier
    }
}
