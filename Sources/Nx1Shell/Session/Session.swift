import Logging
import Nx1Client
import RunJournal
public import ShellInput
public import ShellOutput
import ShellText

/// One conversation with a service: what it has been told, which runs it knows, how it has gone so far.
///
/// Lines go in through ``perform(_:at:wasInterrupted:)``; all that is shown goes out through its console. It knows of no
/// terminal, no file of lines and no process around it.
public actor Session {
    let mainConsole: Console
    private let mainInterrupts: Interrupts
    let environment: [String: String]
    let eventRecord: ByteSink?
    let completer: Completer?
    /// How to ask the person at the terminal; nil where there is none.
    let questions: Questions?
    /// The lines that were typed, those of earlier sessions too, oldest first.
    let typedLines: @Sendable () async throws -> [String]
    /// The runs of before, and of other shells.
    let journal: Journal
    /// What `:edit` wants to be edited.
    var textToEdit: String?
    var settings: SessionSettings
    var connection: Connection
    var runs = RunList()
    /// The last questions and answers, the oldest first.
    var exchanges: [Exchange] = []
    /// Crew types that the service named, once it was asked.
    var offeredCrews: [CrewType]?
    /// Whether a person is at a prompt, where a run has a number.
    var isConversing = false
    /// Where runs go that are left at the prompt; nil where nobody is told of their end.
    var leftRuns: AsyncStream<LeftRun>.Continuation?
    /// What calls off the watching of those, by their numbers.
    var recalls: [Int: Interrupts] = [:]
    /// The newest runs of the journal, once it was looked into for Tab.
    var keptRuns: [(id: String, question: String?)] = []
    /// How deep `:source` is in files.
    var sourceDepth = 0
    /// Whether what stands above the answers of many lines is written.
    var hasWrittenHead = false
    private var hasLookedAtFiles = false
    private var firstFailure: ExitStatus?

    /// A session that has sent nothing yet.
    /// - Parameters:
    ///   - settings: what it is told at its beginning.
    ///   - console: where all that is shown goes.
    ///   - interrupts: what Ctrl-C comes in by.
    ///   - environment: variables, where the connection's settings are looked up.
    ///   - eventRecord: where every progress event goes as a JSON line.
    ///   - completer: what is to be told what Tab can offer.
    ///   - questions: how to ask the person at the terminal for what a command lacks.
    ///   - typedLines: the lines that were typed, oldest first.
    ///   - journalPath: the file where runs are kept; without one they are kept in memory.
    public init(
        _ settings: SessionSettings, console: Console, interrupts: Interrupts, environment: [String: String],
        eventRecord: ByteSink? = nil, completer: Completer? = nil, questions: Questions? = nil,
        typedLines: @escaping @Sendable () async throws -> [String] = { [] }, journalPath: String? = nil
    ) {
        self.settings = settings
        mainConsole = console
        mainInterrupts = interrupts
        self.environment = environment
        self.eventRecord = eventRecord
        self.completer = completer
        self.questions = questions
        self.typedLines = typedLines
        journal = Journal(path: journalPath) { console.complain($0, isError: false) }
        connection = Connection(overrides: settings.overrides, environment: environment) { warning in
            console.complain(warning, isError: false)
        }
    }

    /// Where what is said goes: a line that is done together with others has a console of its own.
    nonisolated var console: Console { LineScope.current?.console ?? mainConsole }
    nonisolated var interrupts: Interrupts { LineScope.current?.interrupts ?? mainInterrupts }

    /// Takes note of a failure.
    func count(_ failure: ExitStatus) {
        if let scope = LineScope.current {
            scope.outcome.note(failure)
        } else {
            firstFailure = firstFailure ?? failure
        }
    }

    /// The exit status so far: that of the first failure.
    public var exitStatus: ExitStatus { firstFailure ?? .answered }

    /// The client, made when first needed.
    /// - Throws: `Nx1Error` if the settings make no sense, or name no service.
    func open() throws(Nx1Error) -> Nx1 {
        let isWatched = settings.progress == .always || console.isTerminal && console.remarks.isTerminal
        let level: Logger.Level =
            switch settings.verbosity {
            case ..<1: isWatched && settings.progress != .never ? .notice : .warning
            case 1: .info
            default: .debug
            }
        return try connection.open(logger: console.logger(level: level))
    }

    /// Keeps the journal within its limits, and closes the connections. Nothing may come after it.
    public func end() async {
        await journal.tidy(now: Timestamp.milliseconds())
        await close()
    }

    /// Closes the connections. The session can go on; it then makes new ones.
    func close() async {
        // It only fails if it was closed before.
        try? await connection.release()?.shutdown()
    }

    /// What is said before the first prompt: one line, and what keeps the session from reaching a service, if anything does.
    /// Somebody who has set nothing yet, anywhere, is asked for it.
    public func greet() async -> Beginning {
        isConversing = true
        console.note("nx1sh: type a question, or :help. Ctrl-D leaves.")
        pointOutOpenFiles()
        if isFirstStart, await guide() == .sandbox { return .sandbox }
        await sayWhatIsMissing()
        return .prompt
    }

    private func sayWhatIsMissing() async {
        do {
            let configuration = try connection.settings().clientConfiguration()
            if let browser = configuration.credentials as? BrowserSignIn, try await browser.status() == nil {
                console.complain("Nobody is signed in; :login does it, with the browser.", isError: false)
            }
        } catch {
            console.complain(Complaint(error).map(\.sentence) ?? "")
        }
    }

    /// Says, once, which files with secrets others can read.
    private func pointOutOpenFiles() {
        if hasLookedAtFiles { return }
        hasLookedAtFiles = true
        for path in connection.secretFiles {
            if let exposure = Exposure(of: path) { console.note("nx1sh: " + exposure.sentence) }
        }
    }

    /// Whether the service is a sandbox inside this process, which ends with it, and its runs too.
    var hasOwnService: Bool { settings.overrides.host?.source == .flag("--sandbox") }

    /// What is said at the end: which runs go on without it, and how to come back to each.
    public func sayWhichGoOn() {
        if hasOwnService { return }
        for run in runs.runs where run.status?.isTerminal == false && (isConversing || run.isInBackground) {
            console.note(
                "Run \(run.correlationID) goes on: nx1sh ':result \(run.correlationID)' fetches its answer.")
        }
    }

    /// The default crew in force: told, or the profile's, or `ask`.
    var defaultCrew: CrewType {
        settings.crew ?? (try? connection.settings())?.profile?.crew ?? .ask
    }

    /// What a prompt shows, such as `ask> ` or `ask@dev+3> `: the crew, the profile unless it is `default`, and how many
    /// exchanges a question carries if it carries any; in ASCII.
    public var prompt: String {
        let profile = (try? connection.settings())?.profile.map(\.name) ?? "default"
        let name = profile == "default" ? defaultCrew.rawValue : "\(defaultCrew.rawValue)@\(profile)"
        let ascii = String(name.unicodeScalars.map { $0.isASCII && $0.value > 0x20 ? Character($0) : "?" })
        return ascii + (settings.context > 0 ? "+\(settings.context)> " : "> ")
    }

    /// Whether to go on with the next line.
    public enum Continuation: Sendable {
        /// Yes.
        case goOn
        /// A line says to leave.
        case leave
        /// Ctrl-C, a closed stdout, or a failure where the first one ends everything.
        case stop
    }

    /// Does what a line says and shows what comes of it; a failure is said and counted, never thrown. Ctrl-C ends it.
    /// - Parameters:
    ///   - statement: what is to be done.
    ///   - place: where it came from, for errors and for who waits for it.
    ///   - wasInterrupted: whether Ctrl-C came before anybody could listen for it here.
    public func perform(
        _ statement: Statement, at place: Place, wasInterrupted: @escaping @Sendable () -> Bool = { false }
    ) async -> Continuation {
        pointOutOpenFiles()
        do {
            let race = try await interrupts.race(deadline: nil) {
                guard !wasInterrupted() else { return false }
                try await self.do(statement, at: place)
                return true
            }
            guard case .finished(true) = race else {
                throw Complaint("interrupted", "Interrupted.", exitStatus: .interrupted)
            }
            return .goOn
        } catch let leaving as Leaving {
            return leaving.isForced ? .stop : .leave
        } catch {
            return report(error, at: place)
        }
    }

    private func `do`(_ statement: Statement, at place: Place) async throws {
        switch statement.content {
        case .text(let text) where text.isForBackground:
            try await startInBackground(String(text.dropLast(2)), at: place)
        case .text(let text):
            try await ask(defaultCrew, text: text, at: place)
        case .request(let request):
            try await start(
                request.crew ?? defaultCrew, input: settings.sticky.merging(request.input),
                text: request.input["question"]?.string, id: request.id, at: place)
        case .refusal(let refusal):
            try refuse(refusal, at: place)
        case .command(let name, let arguments):
            let command = try CommandRegistry.find(name)
            var (reply, failure): (Reply, Complaint?) = (.none, nil)
            do {
                reply = try await command.run(Invocation(arguments: arguments, place: place), self)
            } catch let bad as BadNews {
                (reply, failure) = (bad.reply, bad.complaint)
            }
            if let shown = settings.format.reply(reply, console.page) { try await show(shown, at: place) }
            if let failure { throw failure }
        }
    }

    /// Says a failure and counts it.
    public func report(_ error: any Error, at place: Place) -> Continuation {
        if let failure = error as? OutputFailure, failure.isClosed { return .stop }
        guard let complaint = Complaint(error) else {
            count(.interrupted)
            return .stop
        }
        count(complaint.exitStatus)
        let isInterrupted = complaint.exitStatus == .interrupted
        console.complain(place.prefix + sentence(complaint), isError: !isInterrupted)
        if let number = complaint.failedRun, isWatched(at: place) {
            console.note(
                RunLine(runs[number], showsTiming: settings.showsTiming, columns: console.page.columns).text)
        }
        let endsScript = settings.stopsOnError || isInterrupted
        return place.origin != .prompt && endsScript ? .stop : .goOn
    }

    /// A complaint in words; one about a failed run with the command that shows the run's record.
    private func sentence(_ complaint: Complaint) -> String {
        guard let number = complaint.failedRun, let way = wayBack(to: runs[number], by: ":status") else {
            return complaint.sentence
        }
        return complaint.advised("\(way) shows its record.").sentence
    }
}
