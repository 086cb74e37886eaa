package import Nx1Values

/// Why a round of a watch has no answer.
package struct WatchFailure: Sendable, Hashable {
    /// What happened, as one sentence.
    package var message: String
    /// The exit status that it stands for.
    package var exitStatus: Int32
    /// Whether asking again makes no sense.
    package var isPermanent: Bool
    /// Whether the service doesn't know the run.
    package var isUnknownRun: Bool
    /// Whether the round's run was, or may have been, started and hasn't ended as far as is known.
    package var runGoesOn: Bool
    /// How long the service asks to be left alone.
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

    /// A failure with an error of the service, or of the way to it.
    /// - Parameter runGoesOn: whether the round's run was accepted and hasn't ended as far as is known. A request whose fate is
    ///   unknown, and a run that is still running, count anyway; a run that the service has forgotten doesn't.
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
