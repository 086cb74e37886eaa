/// One thing that happens in a run.
public enum RunUpdate: Sendable, Hashable {
    /// The crew says what it does.
    case event(CrewEvent)
    /// The run has ended, one way or the other. Nothing follows.
    case ended(CrewResult)
}
