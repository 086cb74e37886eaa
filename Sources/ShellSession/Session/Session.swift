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

/// A session with a service: its settings, its runs and its exit status.
///
/// Lines are passed to ``perform(_:at:wasInterrupted:)``; all output goes to the console of the line. A
/// session doesn't depend on a terminal, a script file or the process around it.
public actor Session {
    /// The session's environment.
    nonisolated package let surroundings: Surroundings
    /// The connection to the service.
    nonisolated package let connection: Connection
    /// The runs that it started or looked up.
    nonisolated package let runs: Runs
    /// The combined outcome of its lines.
    nonisolated package let outcome = LineOutcome()
    /// The watches that run in the background.
    nonisolated package let watches = BackgroundWatches()
    /// The clock of watches.
    private(set) var clock = WatchClock.system
    /// The table that the answers of several lines share.
    nonisolated package let table = AnswerTable()
    package var settings: SessionSettings
    package var exchanges = ExchangeHistory()
    /// The conversation that the next question belongs to.
    package var conversation = ConversationPlace.alone
    /// Whether the user started a new topic, as with `:context off`.
    package var hasBegunTopic = false
    /// The attachments of the next question only.
    package var attachments: [PendingAttachment] = []
    /// The charts drawn of each run, keyed by correlation id, oldest first.
    package var charted: [String: [ChartRequest]] = [:]
    package var crews = CrewCatalog()
    /// The crew files that were run, keyed by crew name, for pointing to their lines in error messages.
    var crewFiles: [String: CrewFile] = [:]
    /// The names of sensitive variables of the templates that were run. Lines that give one a value are not
    /// stored.
    var sensitiveNames: Set<String> = []
    /// The notes about files that have already been printed.
    var saidOfFiles: Set<String> = []
    /// The settings that the session started with.
    let told: SessionSettings
    /// The state that was saved last; nil for an unnamed session.
    var savedState: JSONObject?
    /// The names of sessions that are known from the journal.
    private var knownSessions: [String] = []
    /// Whether a user is at a prompt, where runs have numbers.
    package private(set) var isConversing = false

    /// Creates a session.
    /// - Parameters:
    ///   - settings: the initial settings.
    ///   - journalPath: the file of the journal; nil keeps runs in memory.
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

    /// Replaces the clock of watches.
    package func use(_ clock: WatchClock) { self.clock = clock }

    /// The context of a line that runs alone.
    package nonisolated func context(at place: LineLocation) -> LineContext {
        LineContext(
            place: place, console: surroundings.console, interrupts: surroundings.interrupts, outcome: outcome
        )
    }

    /// The exit status so far: that of the first failure.
    public var exitStatus: ExitStatus { outcome.failure ?? .answered }

    /// The session's runs in the context of a line.
    package func lineRuns(in context: LineContext) -> LineRuns { LineRuns(self, in: context) }

    /// Makes requests from lines.
    package var requests: RequestMaker {
        RequestMaker(
            defaultCrew: defaultCrew, sticky: settings.sticky, carried: carriedExchanges,
            attachments: attachments + settings.attachments,
            files: .onDisk(home: surroundings.environment["HOME"]))
    }

    /// Marks the attachments of a request that is about to be sent as used.
    package func takeAttachments(of request: CrewRequest) -> CrewRequest {
        if !request.attachments.isEmpty { attachments = [] }
        return request
    }

    /// The exchanges that the next question carries, oldest first.
    package var carriedExchanges: [Exchange] { carriedExchanges(upTo: settings.context) }

    /// The last exchanges with this host, oldest first.
    func carriedExchanges(upTo count: Int) -> [Exchange] {
        count > 0 ? exchanges.last(count, with: connection.hostAsSet) : []
    }

    /// Completes and prunes the journal, and closes the connections. The session can't be used afterwards.
    public func end() async {
        await save()
        if await runs.journal.end() { await runs.journal.tidy(now: Timestamp.milliseconds()) }
        await connection.close()
    }

    /// Whether the service is a sandbox inside this process, whose runs end with it.
    package var hasOwnService: Bool { settings.overrides.host?.source == .flag("--sandbox") }

    /// Builds the messages about runs in the session's current state.
    var words: RunWords {
        RunWords(isConversing: isConversing, hasOwnService: hasOwnService, deadline: settings.deadline)
    }

    /// The default crew in effect: from the settings, the profile, or `ask`.
    package var defaultCrew: CrewType {
        settings.crew ?? (try? connection.settings())?.profile?.crew ?? .ask
    }

    /// The prompt in ASCII, such as `ask> ` or `ask@dev+3> `: the crew, the profile unless it is `default`,
    /// and the number of carried exchanges if there are any.
    public var prompt: String {
        let profile = runs.profile ?? "default"
        let name = profile == "default" ? defaultCrew.rawValue : "\(defaultCrew.rawValue)@\(profile)"
        let ascii = String(name.unicodeScalars.map { $0.isASCII && $0.value > 0x20 ? Character($0) : "?" })
        return ascii + (settings.context > 0 ? "+\(settings.context)> " : "> ")
    }

    /// Stores the names of the journal's sessions, for completion.
    package func learn(sessions: [String]) { knownSessions = sessions }

    /// Updates completion with the current names.
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

    /// Marks the session as interactive: a user is at a prompt from now on.
    package func beginConversation() {
        isConversing = true
        conversation.begin()
        // At a prompt, attachments apply to one question, not to all.
        (attachments, settings.attachments) = (settings.attachments, [])
    }
}

/// The fixed environment of a session: its streams, interrupts, environment variables, and the user at the
/// terminal.
package struct Surroundings: Sendable {
    /// The program that the session is part of.
    package let program: ProgramVersion
    /// The console for all output.
    package let console: Console
    /// Delivers Ctrl-C.
    package let interrupts: Interrupts
    /// The environment variables, from which connection settings are read.
    package let environment: [String: String]
    /// Receives every progress event as a JSON line.
    package let eventRecord: ByteSink?
    /// The available commands.
    package let commands: CommandTable
    /// Receives what completion can offer.
    package let completer: (any TabListener)?
    /// Prompts the user at the terminal; nil if there is none.
    package let questions: Questions?
    /// Standard input as part of requests.
    package let standardInput: StandardInput
    /// The folders of the user's and the team's files.
    package let folders: OwnFolders
    /// The lines in the history, including earlier sessions, oldest first.
    package let typedLines: @Sendable () async throws -> [String]

    /// Creates the environment of a session. Each parameter is described at its property.
    package init(
        program: ProgramVersion, console: Console, interrupts: Interrupts, environment: [String: String],
        eventRecord: ByteSink?,
        commands: CommandTable, completer: (any TabListener)?, questions: Questions?,
        standardInput: StandardInput, folders: OwnFolders,
        typedLines: @escaping @Sendable () async throws -> [String]
    ) {
        self.program = program
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

/// The names that completion offers in a session.
package struct SessionNames: Sendable {
    /// The preset crews.
    package var crews = CrewType.published
    /// Reads the names of the crew files; called only when needed.
    package var crewFiles: @Sendable () -> [String] = { [] }
    /// The service's templates, as far as they are known.
    package var templates: [CrewTemplate] = []
    /// Reads the saved questions; called only when needed.
    package var questions: @Sendable () -> [SavedQuestion] = { [] }
    /// The keys of the sticky inputs.
    package var stickyKeys: [String] = []
    /// The names of the profiles.
    package var profiles: [String] = []
    /// The names of the sessions.
    package var sessions: [String] = []

    /// Creates the names of a new session.
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

/// Receives what completion can offer.
package protocol TabListener: Sendable {
    /// Stores the session's current names and runs.
    func learn(_ names: SessionNames, runs: [TrackedRun])

    /// Stores the newest runs of other sessions, newest first.
    func learn(kept: [(id: String, question: String?)])

    /// Yields an element whenever completion lacks names that the service could provide.
    var wishes: AsyncStream<Void> { get }

    /// Stores the newest answer, whose table columns can be completed.
    func learn(answer: JSONValue)
}
