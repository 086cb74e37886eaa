public import Nx1Client
public import ShellInput
public import ShellOutput
import ShellRuns
public import TypedRequests

/// The settings that a session starts with and that its commands change.
public struct SessionSettings: Sendable {
    /// The default crew; nil for the profile's, or `ask`.
    public var crew: CrewType?
    /// The inputs that are sent with every request.
    package var sticky = RequestInputs()
    /// The attachments that are sent with every question.
    public var attachments: [PendingAttachment] = []
    /// The conversation to resume.
    public var continued: ContinuedConversation?
    /// The named session that requests belong to.
    public var session: SessionName?
    /// The number of earlier exchanges that a question carries; 0 for none.
    public var context = 0
    /// The output format of answers.
    public var format: OutputFormat = .auto
    /// When progress is shown.
    public var progress: ProgressMode = .auto
    /// Whether the line below an answer shows the duration.
    public var showsTiming = true
    /// Whether output longer than the window goes through a pager.
    public var usesPager = true
    /// Whether and how the end of a long run is signalled.
    package var notification = RunNotification()
    /// The time limit for watching one run. The run itself continues.
    public var deadline: Duration?
    /// How script lines run in parallel; nil for one after the other.
    public var many: ManyLines?
    /// The form of script lines.
    public var inputForm: InputForm = .lines
    /// Whether requests are printed instead of sent.
    public var isDryRun = false
    /// Whether an answer equal to the previous one is not shown.
    public var showsOnlyChanges = false
    /// The maximum age of a journalled answer to reuse; nil sends every request.
    public var reuse: MaximumAge?
    /// Whether the first failure ends a script.
    public var stopsOnError = false
    /// The verbosity of stderr: 0 for what a waiting user needs, 1 for each request, 2 for header fields too.
    public var verbosity = 0
    /// The connection settings from the command line.
    public var overrides = ConnectionOverrides.ofCommandLine

    /// Creates the default settings.
    public init() {}

    /// Adds an input that is sent with every request.
    public mutating func add(_ item: RequestItem) { sticky.add(item) }
}

/// How script lines run in parallel.
public struct ManyLines: Sendable, Hashable {
    /// The valid numbers of parallel runs.
    public static let jobs = 1...256

    /// The maximum number of parallel runs, from 1 to 256.
    public var jobs: Int
    /// The batch name under which the journal records finished lines; nil for no batch.
    public var batch: String?

    /// Creates settings for `jobs` parallel runs, optionally of a batch.
    public init(jobs: Int, batch: String? = nil) {
        self.jobs = jobs
        self.batch = batch
    }

    /// The maximum number of lines that may have started while an earlier one is unfinished. Their output
    /// waits in memory.
    var openLines: Int { max(32, jobs * 4) }
}

/// The form of script lines.
public enum InputForm: String, Sendable, Hashable, CaseIterable {
    /// Questions and commands.
    case lines
    /// One JSON object per line: see `RequestLine`.
    case jsonl
}
