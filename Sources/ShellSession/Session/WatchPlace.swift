import ShellRuns

/// The place of a run in a watch. A watch is named by the id that its first request was sent with.
enum WatchPlace: Sendable, Hashable {
    case outside
    /// The next run is the first round.
    case beginning
    case within(String)

    /// Whether there was an earlier round.
    var isLater: Bool { if case .within = self { true } else { false } }

    /// The watch of the run that is sent with this id; nil outside of watches.
    func name(for sentID: String) -> String? {
        switch self {
        case .outside: nil
        case .beginning: sentID
        case .within(let name): name
        }
    }

    /// Records that a round has started.
    mutating func add(_ run: SessionRun) {
        if self == .beginning { self = .within(run.sentID) }
    }
}
