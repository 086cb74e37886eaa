public import Nx1Client

/// What a session starts with, and what its commands change.
public struct SessionSettings: Sendable {
    /// Where text goes; nil: the profile's crew, or `ask`.
    public var crew: CrewType?
    /// Inputs that go along with every request.
    public var sticky: JSONObject = [:]
    /// The form of answers.
    public var format: OutputFormat = .auto
    /// When progress is shown.
    public var progress: ProgressMode = .auto
    /// Whether the line after an answer says the seconds.
    public var showsTiming = true
    /// The limit for one run; it is left running then.
    public var deadline: Duration?
    /// Whether the first failure ends a script.
    public var stopsOnError = false
    /// Whether requests are told of on stderr.
    public var isVerbose = false
    /// What the command line says of the connection.
    public var overrides = ConnectionOverrides()

    /// The settings of a session that nobody has told anything.
    public init() {}
}
