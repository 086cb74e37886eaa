import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import Synchronization
import TypedRequests

/// The lines of one script, many at once: reading goes ahead of the answers by so much and no more.
struct ParallelLines {
    /// One that has ended.
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
    /// Those that wait for the answers of others, in their order.
    private var waiting: [Job] = []
    private var firstFailure: Ended?

    /// A line that has its place in the output.
    private struct Job {
        let context: LineContext
        /// Its ordinal among all of them.
        let number: Int
        /// The ids of the lines whose answers it needs.
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

    /// Does what a line led to: a question when there is room for it, a command when everything before it is done.
    /// - Returns: how the script ends, if it does.
    mutating func feed(
        _ step: LineStep, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        switch step {
        case .line(.nothing), .line(.more): return nil
        case .line(.refused(let reason, let line)):
            let refusal = Complaint.usage("The line \(reason).")
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
        // The run that it names may be one of a line before it.
        if request.namesRuns, let ending = await finish(in: &group) { return ending }
        var request = request
        if !request.isComplete {
            request = try await session.lineRuns(in: context).completed(request, leavingLines: true)
        }
        let needs = await session.settings.isDryRun ? [] : request.lines
        let ready = request
        answers.add(request.id)
        // What a template or a crew file makes of the inputs isn't known yet, and may be the same for different lines.
        let isWhole = needs.isEmpty && CrewType.published.contains(request.crew)
        let batch = isWhole ? ordinals?.place(of: request, under: session.runs.secretCover) : nil
        return await enqueue(
            context, batch, ordinals: isWhole ? nil : ordinals, needs: needs, in: &group
        ) { session, context in
            _ = await session.attempt(in: context) { try await $0.ask(ready, in: context) }
        }
    }

    /// A line that makes no sense is refused when its turn comes.
    private mutating func refuse(
        _ error: any Error, _ context: LineContext, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        await enqueue(context, in: &group) { session, context in
            _ = await session.report(error, in: context)
        }
    }

    /// Waits until all lines are done.
    /// - Returns: how the script ends, if it may not go on.
    mutating func finish(in group: inout TaskGroup<Ended>) async -> Script.Ending? {
        while let ended = await group.next() { account(ended, in: &group) }
        // What these wait for never comes: they are refused.
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
        // There is another one only after a command, when no line is open.
        if let head = await session.table.head(for: session.settings.format, columns: source.columns) {
            do throws(OutputFailure) {
                tally.wipe()
                try source.context.console.answers.write(head)
            } catch {
                _ = await session.report(error, in: source.context)
                return .stopped
            }
        }
        let number = sheets.begin()
        var context = context
        context.company = .oneOfMany(ordinal: number)
        context.console = context.console.writing(to: sheets, as: number)
        // Ctrl-C ends all lines together: nobody presses this one's.
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
            // One that is left by Ctrl-C has not ended.
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
    /// What a statement is among many.
    enum LineWork: Sendable {
        /// It asks a crew, and changes nothing for the lines after it.
        case question(CrewRequest)
        /// It should have asked.
        case refusal
        /// It is done when all before it is.
        case barrier
    }

    /// What a statement is among many.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if it should ask, and makes no sense.
    fileprivate func work(of statement: Statement) throws -> LineWork {
        if case .refusal = statement.content { return .refusal }
        // What a question carries of those before it has to be there first.
        guard settings.context == 0 else { return .barrier }
        return try request(of: statement).map { .question(takeAttachments(of: $0)) } ?? .barrier
    }
}
