import ShellRuns

/// The place of a run in a watch, which is called by the id that its first request was sent with.
enum WatchPlace: Sendable, Hashable {
    case outside
    /// The next run is the first round.
    case beginning
    case within(String)

    /// Whether there was a round before.
    var isLater: Bool { if case .within = self { true } else { false } }

    /// What the watch of a run is called that is sent with an id; nil outside of watches.
    func name(for sentID: String) -> String? {
        switch self {
        case .outside: nil
        case .beginning: sentID
        case .within(let name): name
        }
    }

    /// Takes note of a round that has begun.
    mutating func add(_ run: SessionRun) {
        if self == .beginning { self = .within(run.sentID) }
    }
}
