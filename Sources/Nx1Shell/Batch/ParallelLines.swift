import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

/// The lines of one script, many at once: reading goes ahead of the answers by so much and no more.
struct ParallelLines {
    /// One that has ended.
    struct Ended: Sendable {
        let number: Int
        let failure: ExitStatus?
    }

    private let session: Session
    private let origin: Place.Origin
    private let isOneOfSeveral: Bool
    private let many: ManyLines
    private let stopsOnError: Bool
    private let sheets: OrderedSheets
    private let tally: LineTally
    private var ordinals = BatchOrdinals()
    private var running = 0
    private var firstFailure: Ended?

    init(
        _ session: Session, origin: Place.Origin, isOneOfSeveral: Bool, many: ManyLines, stopsOnError: Bool,
        sheets: OrderedSheets, tally: LineTally
    ) {
        self.session = session
        self.origin = origin
        self.isOneOfSeveral = isOneOfSeveral
        self.many = many
        self.stopsOnError = stopsOnError
        self.sheets = sheets
        self.tally = tally
    }

    /// Does what a line led to: a question when there is room for it, a command when everything before it is done.
    /// - Returns: how the script ends, if it does.
    mutating func take(
        _ step: StatementParser.Step, in group: inout TaskGroup<Ended>
    ) async -> Script.Ending? {
        switch step {
        case .nothing, .more: return nil
        case .refused(let reason, let line):
            let place = place(of: line)
            return await enqueue(nil, in: &group) { session in
                _ = await session.report(Complaint.usage("The line \(reason)."), at: place)
            }
        case .statement(let statement):
            let place = place(of: statement.line)
            if await session.isQuestion(statement) {
                let batch = await batchPlace(of: statement)
                return await enqueue(batch, in: &group) { session in
                    _ = await session.perform(statement, at: place)
                }
            }
            if let ending = await finish(in: &group) { return ending }
            switch await session.perform(statement, at: place) {
            case .goOn: return nil
            case .leave: return .quit
            case .stop: return .stopped
            }
        }
    }

    private func place(of line: Int) -> Place {
        Place(origin, line: line, isOneOfSeveral: isOneOfSeveral)
    }

    /// Waits until all lines are done.
    /// - Returns: how the script ends, if it may not go on.
    mutating func finish(in group: inout TaskGroup<Ended>) async -> Script.Ending? {
        while let ended = await group.next() { account(ended) }
        if let failure = firstFailure?.failure { await session.count(failure) }
        firstFailure = nil
        return mayGoOn ? nil : .stopped
    }

    private var mayGoOn: Bool { sheets.failure == nil && !(stopsOnError && tally.hasFailed) }

    private mutating func enqueue(
        _ batch: JournalEntry.BatchPlace?, in group: inout TaskGroup<Ended>,
        _ work: @escaping @Sendable (Session) async -> Void
    ) async -> Script.Ending? {
        while running >= many.jobs || sheets.open >= many.openLines {
            guard let ended = await group.next() else { break }
            account(ended)
        }
        guard mayGoOn, !Task.isCancelled else { return await finish(in: &group) ?? .stopped }
        let number = sheets.begin()
        let scope = LineScope(
            console: session.mainConsole.writing(to: sheets, as: number), batch: batch)
        running += 1
        tally.begin()
        group.addTask { [session, sheets, tally] in
            await LineScope.$current.withValue(scope) { await work(session) }
            // One that is left by Ctrl-C has not ended.
            if !Task.isCancelled { tally.end(failed: scope.outcome.failure != nil) }
            sheets.finish(number)
            return Ended(number: number, failure: scope.outcome.failure)
        }
        return nil
    }

    private mutating func account(_ ended: Ended) {
        running -= 1
        guard ended.failure != nil, ended.number < firstFailure?.number ?? .max else { return }
        firstFailure = ended
    }

    private mutating func batchPlace(of statement: Statement) async -> JournalEntry.BatchPlace? {
        guard let name = many.batch else { return nil }
        let ordinal = ordinals.next(of: await session.content(of: statement))
        return JournalEntry.BatchPlace(name: name, ordinal: ordinal)
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
    /// Whether a statement asks a crew something and changes nothing for the lines after it.
    func isQuestion(_ statement: Statement) -> Bool {
        // What a question carries of those before it has to be there first.
        guard settings.context == 0 else { return false }
        switch statement.content {
        case .text(let text): return !text.isForBackground
        case .request, .refusal: return true
        case .command("crew", let arguments): return arguments.contains(where: \.isWhitespace)
        case .command: return false
        }
    }

    /// What a question is about, as far as that tells it from others.
    fileprivate func content(of statement: Statement) -> [String] {
        let sticky = JSONValue.object(settings.sticky).serialized()
        switch statement.content {
        case .text(let text): return [defaultCrew.rawValue, sticky, text]
        case .request(let request):
            return [
                (request.crew ?? defaultCrew).rawValue, sticky, JSONValue.object(request.input).serialized(),
            ]
        case .refusal(let refusal): return [refusal.reason]
        case .command(_, let arguments): return [sticky, arguments]
        }
    }
}
