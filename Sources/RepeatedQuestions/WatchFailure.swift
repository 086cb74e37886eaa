package import Nx1Values

/// Why a round of a watch has no answer.
package struct WatchFailure: Sendable, Hashable {
    /// What happened, in one sentence.
    package var message: String
    /// The matching exit status.
    package var exitStatus: Int32
    /// Whether retrying can't help.
    package var isPermanent: Bool
    /// Whether the service doesn't know the run.
    package var isUnknownRun: Bool
    /// Whether the round's run was (or may have been) started, and isn't known to have ended.
    package var runGoesOn: Bool
    /// How long the service asks to wait.
    package var retryAfter: Duration?

    package init(
        message: String, exitStatus: Int32, isPermanent: Bool = false, isUnknownRun: Bool = false,
        runGoesOn: Bool = false, retryAfter: Duration? = nil
    ) {
        self.message = message
        self.exitStatus = exitStatus
        self.isPermanent = isPermanent
        self.isUnknownRun = isUnknownRun
        self.runGoesOn = runGoesOn
        self.retryAfter = retryAfter
    }

    /// Creates a failure from an error of the service or the connection.
    /// - Parameter runGoesOn: whether the round's run was accepted and isn't known to have ended. A request whose
    ///   outcome is unknown and a run that is still running always count as such; a run that the service has
    ///   forgotten never does.
    package init(_ error: Nx1Error, exitStatus: Int32, runGoesOn: Bool = false) {
        let isForgotten = runGoesOn && error.code == .notFound
        self.init(
            message: error.sentence, exitStatus: exitStatus,
            isPermanent: Self.isPermanent(error) && !isForgotten,
            isUnknownRun: error.code == .notFound,
            runGoesOn: !isForgotten
                && (runGoesOn || error.code == .undecided || error.code == .stillRunning),
            retryAfter: error.retryAfter)
    }

    /// Whether the same request would fail again: settings, sign-in, permissions, an unknown crew, a refused input.
    private static func isPermanent(_ error: Nx1Error) -> Bool {
        switch error.code {
        case .invalidSetting, .notSignedIn, .notAllowed, .notFound, .proxyRefused: true
        case .refused: !error.isPassing
        default: false
        }
    }
}
