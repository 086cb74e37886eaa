import Nx1Client

func patientConfiguration(host: String, credentials: some Credentials) throws -> ClientConfiguration {
    var configuration = try ClientConfiguration(host: host, credentials: credentials)
    configuration.retryPolicy = RetryPolicy(retries: 5, budget: .seconds(300))
    configuration.limits.request = .seconds(60)
    configuration.limits.run = .seconds(30 * 60)
    return configuration
}

func answer(to request: CrewRunRequest, over nx1: Nx1) async throws -> CrewResult {
    do {
        let run = try await nx1.run(request)
        return try await nx1.result(of: run.correlationID)
    } catch let error as Nx1Error where error.code == .undecided {
        try await Task.sleep(for: error.retryAfter ?? .seconds(30))
        // Throws `notFound` if the run was never started: then, and only then, it may be started again.
        return try await nx1.result(of: request.correlationID)
    }
}

enum NextStep: Equatable {
    case signIn
    case waitForRun(String)
    case tryLater
    case mendRequest
    case giveUp
}

func nextStep(after error: Nx1Error) -> NextStep {
    switch error.code {
    case .notSignedIn, .notAllowed, .proxyRefused: .signIn
    case .undecided, .stillRunning: error.correlationID.map(NextStep.waitForRun) ?? .giveUp
    case .unreachable, .timedOut, .serviceFailed, .tooManyRequests: .tryLater
    case .invalidSetting, .untrusted, .refused: .mendRequest
    // A later version may add codes.
    default: .giveUp
    }
}

func rememberingConfiguration(
    host: String, credentials: some Credentials, remember: @escaping @Sendable (String) throws -> Void
) throws -> ClientConfiguration {
    var configuration = try ClientConfiguration(host: host, credentials: credentials)
    configuration.beforeStart = { request in try remember(request.correlationID) }
    return configuration
}

func result(of correlationID: String, within limit: Duration, over nx1: Nx1) async throws -> CrewResult? {
    try await withThrowingTaskGroup(of: CrewResult?.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await nx1.result(of: correlationID) }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        return try await group.next() ?? nil
    }
}
