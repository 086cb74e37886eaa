import CrewFiles
package import InputSources
package import Nx1Client
package import Nx1Events
import RunJournal
package import SavedQuestions
package import ShellCharts
package import ShellInput
public import ShellOutput
package import ShellRuns
import ShellText
import TeamFolders
package import TypedRequests

/// One conversation with a service: what it has been told, which runs it knows, how it has gone so far.
///
/// Lines go in through ``perform(_:at:wasInterrupted:)``; all that is shown goes out through the console of the line. It knows of
/// no terminal, no file of lines and no process around it.
public actor Session {
    /// What is around it.
    nonisolated package let surroundings: Surroundings
    /// The way to the service.
    nonisolated package let connection: Connection
    /// The runs that it started or took up.
    nonisolated package let runs: Runs
    /// What came of its lines so far.
    nonisolated package let outcome = LineOutcome()
    /// The watches that go on behind the prompt.
    nonisolated package let watches = BackgroundWatches()
    /// The time that watches go by.
    private(set) var clock = WatchClock.system
    /// The table that the answers of many lines are in.
    nonisolated package let table = AnswerTable()
    package var settings: SessionSettings
    package var exchanges = ExchangeHistory()
    /// The conversation that the next question is of.
    package var conversation = ConversationPlace.alone
    /// Whether what came before has been put aside, as `:context off` does.
    package var hasBegunTopic = false
    /// What goes along with the next question alone.
    package var attachments: [PendingAttachment] = []
    /// The charts that were drawn of each run, by its correlation id, the oldest first.
    package var charted: [String: [ChartRequest]] = [:]
    package var crews = CrewCatalog()
    /// The crew files that were run, by the names of the crews: a refusal of the service is shown at its line.
    var crewFiles: [String: CrewFile] = [:]
    /// The sensitive variables of the templates that were run, by name. No line that gives one a value is stored.
    var sensitiveNames: Set<String> = []
    /// What was said about the person's and the team's files, each once.
    var saidOfFiles: Set<String> = []
    /// What it was told at its beginning.
    let told: SessionSettings
    /// The state under its name that was saved last; nil if it has no name.
    var savedState: JSONObject?
    /// The names of sessions, as far as the journal was asked.
    private var knownSessions: [String] = []
    /// Whether a person is at a prompt, where a run has a number.
    package private(set) var isConversing = false

    /// A session that has sent nothing yet.
    /// - Parameters:
    ///   - settings: what it is told at its beginning.
    ///   - journalPath: the file where runs are kept; without one they are kept in memory.
    package init(_ settings: SessionSettings, in surroundings: Surroundings, journalPath: String?) {
        self.settings = settings
        told = settings
        self.surroundings = surroundings
        let console = surroundings.console
        connection = Connection(overrides: settings.overrides, environment: surroundings.environment) {
            console.complain($0, isError: false)
        }
        console.cover.use { [connection] in connection.secretCover()($0) }
        runs = Runs(
            journal: Journal(path: journalPath) { console.complain($0, isError: false) },
            connection: connection)
    }

    /// Watches go by this clock from now on.
    package func use(_ clock: WatchClock) { self.clock = clock }

    /// What a line has for itself that is done alone.
    package nonisolated func context(at place: LineLocation) -> LineContext {
        LineContext(
            place: place, console: surroundings.console, interrupts: surroundings.interrupts, outcome: outcome
        )
    }

    /// The exit status so far: that of the first failure.
    public var exitStatus: ExitStatus { outcome.failure ?? .answered }

    /// The runs as a line deals with them.
    package func lineRuns(in context: LineContext) -> LineRuns { LineRuns(self, in: context) }

    /// What makes requests of lines.
    package var requests: RequestMaker {
        RequestMaker(
            defaultCrew: defaultCrew, sticky: settings.sticky, carried: carriedExchanges,
            attachments: attachments + settings.attachments,
            files: .onDisk(home: surroundings.environment["HOME"]))
    }

    /// A request that is about to be sent: what goes along with one question alone goes with no other.
    package func takeAttachments(of request: CrewRequest) -> CrewRequest {
        if !request.attachments.isEmpty { attachments = [] }
        return request
    }

    /// The exchanges that the next question carries, the oldest first.
    package var carriedExchanges: [Exchange] { carriedExchanges(upTo: settings.context) }

    /// The last exchanges with this host, the oldest first.
    func carriedExchanges(upTo count: Int) -> [Exchange] {
        count > 0 ? exchanges.last(count, with: connection.hostAsSet) : []
    }

    /// Completes the journal, keeps it within its limits, and closes the connections. Nothing may come after it.
    public func end() async {
        await save()
        if await runs.journal.end() { await runs.journal.tidy(now: Timestamp.milliseconds()) }
        await connection.close()
    }

    /// Whether the service is a sandbox inside this process, which ends with it, and its runs too.
    var hasOwnService: Bool { settings.overrides.host?.source == .flag("--sandbox") }

    /// What is said of runs in the session as it is now.
    var words: RunWords {
        RunWords(isConversing: isConversing, hasOwnService: hasOwnService, deadline: settings.deadline)
    }

    /// The default crew in force: told, or the profile's, or `ask`.
    package var defaultCrew: CrewType {
        settings.crew ?? (try? connection.settings())?.profile?.crew ?? .ask
    }

    /// What a prompt shows, such as `ask> ` or `ask@dev+3> `: the crew, the profile unless it is `default`, and how many
    /// exchanges a question carries if it carries any; in ASCII.
    public var prompt: String {
        let profile = runs.profile ?? "default"
        let name = profile == "default" ? defaultCrew.rawValue : "\(defaultCrew.rawValue)@\(profile)"
        let ascii = String(name.unicodeScalars.map { $0.isASCII && $0.value > 0x20 ? Character($0) : "?" })
        return ascii + (settings.context > 0 ? "+\(settings.context)> " : "> ")
    }

    /// Stores the names of the sessions of the journal, for Tab.
    package func learn(sessions: [String]) { knownSessions = sessions }

    /// Tells Tab what there is now.
    func refreshCompletion() {
        guard let completer = surroundings.completer else { return }
        crews.use(connection.hostAsSet)
        let names = SessionNames(
            crews: crews.known, templates: crews.templates ?? [],
            crewFiles: { [shelf = crewShelf] in shelf.survey().names },
            questions: { [shelf = questionShelf] in shelf.list().questions },
            stickyKeys: settings.sticky.values.map(\.key),
            profiles: (try? connection.profiles())?.profiles.map(\.name) ?? [], sessions: knownSessions)
        completer.learn(names, runs: runs.all)
    }

    /// A person is at a prompt from now on.
    package func beginConversation() {
        isConversing = true
        conversation.begin()
        // At a prompt it is a question at a time that something is attached to.
        (attachments, settings.attachments) = (settings.attachments, [])
    }
}

/// What is around a session, and stays as it is: its streams, what interrupts it, its variables, and the person at the terminal.
package struct Surroundings: Sendable {
    /// Where all that is shown goes.
    package let console: Console
    /// What Ctrl-C comes in by.
    package let interrupts: Interrupts
    /// Variables, where the connection's settings are looked up.
    package let environment: [String: String]
    /// Where every progress event goes as a JSON line.
    package let eventRecord: ByteSink?
    /// The commands that there are.
    package let commands: CommandTable
    /// What is to be told what Tab can offer.
    package let completer: (any TabListener)?
    /// How to ask the person at the terminal; nil where there is none.
    package let questions: Questions?
    /// Standard input as a part of requests.
    package let standardInput: StandardInput
    /// Where the person's and the team's own files are.
    package let folders: OwnFolders
    /// The lines that were typed, those of earlier sessions too, oldest first.
    package let typedLines: @Sendable () async throws -> [String]

    /// The surroundings of a session: each parameter is described where it is kept.
    package init(
        console: Console, interrupts: Interrupts, environment: [String: String], eventRecord: ByteSink?,
        commands: CommandTable, completer: (any TabListener)?, questions: Questions?,
        standardInput: StandardInput, folders: OwnFolders,
        typedLines: @escaping @Sendable () async throws -> [String]
    ) {
        self.console = console
        self.interrupts = interrupts
        self.environment = environment
        self.eventRecord = eventRecord
        self.commands = commands
        self.completer = completer
        self.questions = questions
        self.standardInput = standardInput
        self.folders = folders
        self.typedLines = typedLines
    }
}

/// The names that a session offers to Tab.
package struct SessionNames: Sendable {
    /// The preset crews.
    package var crews = CrewType.published
    /// Reads the names of the crew files: only Tab needs them.
    package var crewFiles: @Sendable () -> [String] = { [] }
    /// The service's templates, as far as it was asked.
    package var templates: [CrewTemplate] = []
    /// Reads the saved questions: only Tab needs them.
    package var questions: @Sendable () -> [SavedQuestion] = { [] }
    /// The keys of the sticky inputs.
    package var stickyKeys: [String] = []
    /// The names of the profiles.
    package var profiles: [String] = []
    /// The names of the sessions.
    package var sessions: [String] = []

    /// The names of a session that has done nothing yet.
    package init() {}

    init(
        crews: [CrewType], templates: [CrewTemplate], crewFiles: @escaping @Sendable () -> [String],
        questions: @escaping @Sendable () -> [SavedQuestion], stickyKeys: [String], profiles: [String],
        sessions: [String]
    ) {
        self.sessions = sessions
        self.crews = crews
        self.crewFiles = crewFiles
        self.templates = templates
        self.questions = questions
        self.stickyKeys = stickyKeys
        self.profiles = profiles
    }
}

/// Who is told what Tab can offer.
package protocol TabListener: Sendable {
    /// Takes what the session itself offers to Tab now.
    func learn(_ names: SessionNames, runs: [TrackedRun])

    /// The newest runs of other sessions, the newest first.
    func learn(kept: [(id: String, question: String?)])

    /// An element each time that Tab has nothing to offer that the service could name.
    var wishes: AsyncStream<Void> { get }

    /// Takes the newest answer, whose tables have columns.
    func learn(answer: JSONValue)
}
