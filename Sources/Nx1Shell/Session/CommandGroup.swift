import ShellRuns

/// What commands are for: help lists them group by group, in this order.
package enum CommandGroup: String, Sendable, CaseIterable {
    case asking, runs, service, display, shell

    /// How help calls it.
    package var title: String {
        switch self {
        case .asking: "Asking"
        case .runs: "Runs"
        case .service: "Service"
        case .display: "Display"
        case .shell: "Shell"
        }
    }
}
