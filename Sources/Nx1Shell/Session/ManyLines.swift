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
