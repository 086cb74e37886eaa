import ShellRuns

/// What commands are for: help lists them group by group, in this order.
enum CommandGroup: String, Sendable, CaseIterable {
    case asking, runs, service, display, shell

    /// How help calls it.
    var title: String {
        switch self {
        case .asking: "Asking"
        case .runs: "Runs"
        case .service: "Service"
        case .display: "Display"
        case .shell: "Shell"
        }
    }
}
