/// One thing that happened in a run, from its beginning to its end.
public struct RunStep: Sendable, Hashable, Identifiable {
    /// What kind of step it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The whole crew.
        case crew
        /// A task of the crew.
        case task
        /// An agent at work on a task.
        case agent
        /// A tool call.
        case tool
        /// A call of a language model.
        case model
        /// What a service says without a beginning or an end.
        case message
        /// Something else that begins and ends.
        case other
        /// What is only the inside of CrewAI, such as the flow inside an agent.
        case inside
    }

    /// Where a step stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It has begun and not ended.
        case working
        /// It has ended well.
        case done
        /// It has failed.
        case failed
    }

    /// Its name in the tree: the id of the event that began it, or a number of this process after a `#`.
    public let id: String
    /// The step that it is a part of.
    public var parent: String?
    /// How many steps it is inside of.
    public var depth = 0
    /// What kind of step it is.
    public var kind: Kind
    /// A task's description, an agent's role, the name of a tool or model, or a service's words.
    public var name: String
    /// The agent at work.
    public var agent: String?
    /// Where it stands.
    public var state: State
    /// When it began, in microseconds since 1970 by the service's clock; nil if its events have no times.
    public var began: Int64?
    /// From its beginning to its end; nil while it works, or if that can't be told.
    public var duration: Duration?
    /// When its beginning arrived, since the watching began; nil if that isn't known.
    public var arrived: Duration?
    /// How often it was tried.
    public var attempts = 1
    /// What was said when it began, for services that say it in words.
    public var note: String?
    /// What a tool or a crew was given.
    public var arguments: JSONValue?
    /// What came out.
    public var output: JSONValue?
    /// Why it failed, without the wrapping of a Python `repr`.
    public var error: String?
    /// Why the tries before the last one failed, the first first; of many only the latest.
    public var failures: [String] = []
    /// What it took of a language model.
    public var tokens: TokenUsage?
    /// Whether arguments or output were longer than is kept.
    public var isCut = false

    /// A step that has just begun.
    public init(id: String, kind: Kind, name: String, state: State = .working) {
        self.id = id
        self.kind = kind
        self.name = name
        self.state = state
    }
}
