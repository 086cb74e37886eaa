package import Nx1Values

/// The exit status of the process: that of the first failure.
public struct ExitStatus: RawRepresentable, Hashable, Sendable {
    /// The number passed to the system.
    public let rawValue: Int32

    /// Creates a status with any number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Success.
    public static let answered = ExitStatus(rawValue: 0)
    /// A run, a check or a program failed, the service refused the request (4xx), or output couldn't be written.
    public static let failed = ExitStatus(rawValue: 1)
    /// A usage error, no host, or an invalid setting or script line.
    public static let usage = ExitStatus(rawValue: 2)
    /// Not signed in, no key, or not allowed (401, 403).
    public static let notSignedIn = ExitStatus(rawValue: 4)
    /// The service is unreachable, isn't trusted, fails (5xx), or sends an invalid answer.
    public static let unreachable = ExitStatus(rawValue: 5)
    /// Still running at the deadline.
    public static let stillRunning = ExitStatus(rawValue: 8)
    /// An unexpected error inside the program (`EX_SOFTWARE` in sysexits.h).
    public static let unexpected = ExitStatus(rawValue: 70)
    /// Interrupted.
    public static let interrupted = ExitStatus(rawValue: 130)

    /// The defined statuses with a short description each, for the help and the manual page.
    public static let meanings: KeyValuePairs<ExitStatus, String> = [
        .answered: "success",
        .failed:
            "a run, check or program failed, the service refused a request (4xx), or output couldn't be written",
        .usage: "usage error, no host, or an invalid setting or script line",
        .notSignedIn: "not signed in, no key, or not allowed (401, 403)",
        .unreachable: "the service is unreachable, isn't trusted, fails (5xx), or sends an invalid answer",
        .stillRunning: "still running at the deadline",
        .unexpected: "an unexpected error inside nx1sh",
        .interrupted: "interrupted",
    ]

    package init(_ code: Nx1Error.Code) {
        switch code {
        case .invalidSetting: self = .usage
        case .notSignedIn, .notAllowed: self = .notSignedIn
        case .notFound, .tooManyRequests, .refused, .runFailed: self = .failed
        case .stillRunning: self = .stillRunning
        default: self = .unreachable
        }
    }
}
