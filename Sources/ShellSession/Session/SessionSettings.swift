public import Nx1Client
public import ShellInput
public import ShellOutput
import ShellRuns
public import TypedRequests

/// What a session starts with, and what its commands change.
public struct SessionSettings: Sendable {
    /// Where text goes; nil: the profile's crew, or `ask`.
    public var crew: CrewType?
    /// Inputs that go along with every request.
    package var sticky = RequestInputs()
    /// What goes along with every question.
    public var attachments: [PendingAttachment] = []
    /// The conversation that it goes on with.
    public var continued: ContinuedConversation?
    /// The session that what is asked belongs to.
    public var session: SessionName?
    /// How many of the exchanges before it a question carries; 0 is none.
    public var context = 0
    /// The form of answers.
    public var format: OutputFormat = .auto
    /// When progress is shown.
    public var progress: ProgressMode = .auto
    /// Whether the line after an answer says the seconds.
    public var showsTiming = true
    /// Whether what is longer than a window goes through a pager.
    public var usesPager = true
    /// Whether and how a long run's end is signalled.
    package var notification = RunNotification()
    /// The limit for one run; it is left running then.
    public var deadline: Duration?
    /// How the lines of scripts are done if they are done many at once; nil: one after the other.
    public var many: ManyLines?
    /// What the lines of scripts are.
    public var inputForm: InputForm = .lines
    /// Whether requests are shown in the place of being sent.
    public var isDryRun = false
    /// Whether an answer is left out that is the same as the one before it.
    public var showsOnlyChanges = false
    /// How old an answer may be that is shown instead of asking again; nil: every question is asked.
    public var reuse: MaximumAge?
    /// Whether the first failure ends a script.
    public var stopsOnError = false
    /// How much is told on stderr: 0, what a person who waits has to know; 1, each request; 2, header fields too.
    public var verbosity = 0
    /// What the command line says of the connection.
    public var overrides = ConnectionOverrides.ofCommandLine

    /// The settings of a session that nobody has told anything.
    public init() {}

    /// Adds an input that goes along with every request.
    public mutating func add(_ item: RequestItem) { sticky.add(item) }
}

/// How the lines of a script are done many at once.
public struct ManyLines: Sendable, Hashable {
    /// How many runs at once there may be.
    public static let jobs = 1...256

    /// How many runs at once, from 1 to 256.
    public var jobs: Int
    /// Under which name the journal remembers which lines are finished; nil: under none.
    public var batch: String?

    /// So many, of that batch.
    public init(jobs: Int, batch: String? = nil) {
        self.jobs = jobs
        self.batch = batch
    }

    /// How many lines may have begun while the first of them isn't finished: what they have to show waits in memory.
    var openLines: Int { max(32, jobs * 4) }
}

/// What the lines of a script are.
public enum InputForm: String, Sendable, Hashable, CaseIterable {
    /// Questions and commands.
    case lines
    /// A JSON object each: see `RequestLine`.
    case jsonl
}
