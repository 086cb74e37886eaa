import Nx1Client
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns

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
    private var ordinals = BatchOrdinals()
    private var running = 0
    private var firstFailure: Ended?

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
    }

    /// Does what a line led to: a question when there is room for it, a command when everything before it is done.
    /// - Returns: how the script ends, if it does.
    mutating func feed(
        _ step: StatementParser.Step, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        switch step {
        case .nothing, .more: return nil
        case .refused(let reason, let line):
            return await refuse(Complaint.usage("The line \(reason)."), line: line, in: &group)
        case .statement(let statement):
            return await feed(statement, in: &group)
        }
    }

    private mutating func feed(
        _ statement: Statement, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        do {
            switch try await session.work(of: statement) {
            case .question(let request):
                let batch = batchPlace(of: request)
                return await enqueue(line: statement.line, batch, in: &group) { session, context in
                    _ = await session.attempt(in: context) { try await $0.ask(request, in: context) }
                }
            case .refusal:
                return await enqueue(line: statement.line, nil, in: &group) { session, context in
                    _ = await session.perform(statement, in: context)
                }
            case .barrier:
                if let ending = await finish(in: &group) { return ending }
                var context = source.context(ofLine: statement.line)
                context.company = .betweenMany
                return Script.Ending(await session.perform(statement, in: context))
            }
        } catch {
            return await refuse(error, line: statement.line, in: &group)
        }
    }

    /// A line that makes no sense is refused when its turn comes.
    private mutating func refuse(
        _ error: any Error, line: Int, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        await enqueue(line: line, nil, in: &group) { session, context in
            _ = await session.report(error, in: context)
        }
    }

    /// Waits until all lines are done.
    /// - Returns: how the script ends, if it may not go on.
    mutating func finish(in group: inout TaskGroup<Ended>) async -> Script.Ending? {
        while let ended = await group.next() { account(ended) }
        session.runs.sortByLines()
        if let failure = firstFailure?.failure { source.context.outcome.add(failure) }
        firstFailure = nil
        return mayGoOn ? nil : .stopped
    }

    private var mayGoOn: Bool { sheets.failure == nil && !(stopsOnError && tally.hasFailed) }

    private mutating func enqueue(
        line: Int, _ batch: JournalEntry.BatchPlace?, in group: inout TaskGroup<Ended>,
        _ work: @escaping @Sendable (Session, LineContext) async -> Void
    ) async -> Script.Ending? {
        while running >= many.jobs || sheets.open >= many.openLines {
            guard let ended = await group.next() else { break }
            account(ended)
        }
        guard mayGoOn, !Task.isCancelled else { return await finish(in: &group) ?? .stopped }
        // There is another one only after a command, when no line is open.
        if let head = await session.table.head(for: session.settings.format) {
            do throws(OutputFailure) {
                tally.wipe()
                try source.context.console.answers.write(head)
            } catch {
                _ = await session.report(error, in: source.context)
                return .stopped
            }
        }
        let number = sheets.begin()
        var context = source.context(ofLine: line)
        context.company = .oneOfMany(ordinal: number)
        context.console = context.console.writing(to: sheets, as: number)
        // Ctrl-C ends all lines together: nobody presses this one's.
        context.interrupts = Interrupts()
        context.outcome = LineOutcome()
        context.batch = batch
        running += 1
        tally.begin()
        group.addTask { [session, sheets, tally, context] in
            await work(session, context)
            // One that is left by Ctrl-C has not ended.
            if !Task.isCancelled { tally.end(failed: context.outcome.failure != nil) }
            sheets.finish(number)
            return Ended(number: number, failure: context.outcome.failure)
        }
        return nil
    }

    private mutating func account(_ ended: Ended) {
        running -= 1
        guard ended.failure != nil, ended.number < firstFailure?.number ?? .max else { return }
        firstFailure = ended
    }

    private mutating func batchPlace(of request: CrewRequest) -> JournalEntry.BatchPlace? {
        guard let name = many.batch else { return nil }
        return .init(
            name: name, ordinal: ordinals.next(of: request.batchKey(under: session.runs.secretCover)))
    }
}

/// Which of those that are the same a line is. Of each line there is a number in memory, and not the line.
struct BatchOrdinals {
    private var counts: [Int: Int] = [:]

    /// How many of the same content there were before.
    mutating func next(of content: [String]) -> Int {
        defer { counts[content.hashValue, default: 0] += 1 }
        return counts[content.hashValue] ?? 0
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
        return try requests.request(of: statement).map(LineWork.question) ?? .barrier
    }
}
