/// When progress is shown (`--progress`, `:progress`); always on stderr.
public enum ProgressMode: String, Sendable, CaseIterable {
    /// To a person who asks a question at the prompt or on the command line, and who sees both streams; not in scripts.
    case auto
    /// Always, in a pipe too.
    case always
    /// Never.
    case never
}
