package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What to report about the end of a program that the user ran.
package enum ProgramProblem: Sendable {
    /// Ctrl-C ended it.
    case interrupted
    /// Its output was closed.
    case closedOutput
    case failed(Complaint)

    /// Returns nil if there is nothing to report.
    /// - Parameter line: the command line; nil for the shell itself.
    package init?(_ ending: ForegroundProgram.Ending, of line: String?) {
        let name = line.map { "`\($0)`" } ?? "The shell"
        switch (ending, ending.signal) {
        case (.exited(0), _): return nil
        // The user of an interactive shell has already seen its errors.
        case (.exited, _) where line == nil: return nil
        case (_, SIGINT): self = .interrupted
        case (_, SIGPIPE): self = .closedOutput
        case (.notStarted, _), (.exited(126), _):
            self = .failed(
                Complaint(.programFailed, "Couldn't start \(line.map { "`\($0)`" } ?? "the shell")."))
        case (.exited(127), _):
            self = .failed(
                Complaint(.programFailed, "\(name) failed: command not found (exit status 127)."))
        case (_, let signal?):
            self = .failed(Complaint(.programFailed, "\(name) was killed by signal \(signal)."))
        case (.exited(let status), _):
            self = .failed(Complaint(.programFailed, "\(name) exited with status \(status)."))
        case (.killed(let signal), _):
            self = .failed(Complaint(.programFailed, "\(name) was killed by signal \(signal)."))
        }
    }
}
