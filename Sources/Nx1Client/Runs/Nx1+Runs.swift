import Nx1Events
import Nx1HTTP
import Nx1Values

extension Nx1 {
    /// Starts a run of a preset crew, a custom crew or a template, once.
    ///
    /// If the outcome of the request is unknown, because the connection broke or the service failed, the run is looked
    /// up by its correlation id, and the request is resent only if the service doesn't know it. The service may give
    /// the run another id; the one in the response counts. A template's run always has another id, and is looked up in
    /// the list of runs.
    /// - Parameter request: the request, with the correlation id. A caller that records the id beforehand can find the
    ///   run whatever happens, even if the program ends.
    /// - Throws: ``Nx1Error`` with the correlation id, `undecided` if it's unknown whether the run was started;
    ///   `CancellationError`, after which the run may have started; any error of ``ClientConfiguration/beforeStart``.
    public func run(_ request: CrewRunRequest) async throws -> CrewRunResponse {
        try await configuration.beforeStart?(request)
        if let recognition = RunRecognition(request) { return try await runTemplate(request, recognition) }
        let response = try await startByID(request)
        templateRuns.take(response.correlationID)
        return response
    }

    /// Starts a run with the correlation id of its request, driven by ``RunStarter``.
    private func startByID(_ request: CrewRunRequest) async throws -> CrewRunResponse {
        let time = configuration.timekeeper
        let began = time.secondsSince1970()
        var starter = RunStarter(
            correlationID: request.correlationID, policy: configuration.retryPolicy,
            isFindable: identity.custom != .changed, began: time.now())
        var action = starter.begin()
        var fault: Nx1Error?
        while true {
            switch action {
            case .send:
                let input = try await sendAtPace(request)
                if case .refused(let error) = input { fault = error.about(request.correlationID) }
                action = starter.handle(input, at: startPulse.moment(at: time))
            case .askResult:
                action = starter.handle(
                    .result(try await readResult(of: request.correlationID)), at: time.moment)
            case .askEvents:
                action = starter.handle(.events(try await sightInEvents(request.correlationID)))
            case .askRecords:
                action = starter.handle(.records(try await sightInRecords(request, began: began)))
            case .wait(let pause):
                if let fault { configuration.log(fault, retryAfter: pause) }
                try await time.sleep(pause)
                action = starter.handle(.waited)
            case .end(let response): return response
            case .fail(let error): throw error.about(request.correlationID)
            }
        }
    }

    /// Starts a run of a preset crew, like ``run(_:)`` with a request.
    /// - Parameters:
    ///   - crew: the crew to run.
    ///   - input: the crew's input; `ask` reads `question`.
    ///   - correlationID: by default a new random UUID. After a cancellation, only a caller that passed or recorded it
    ///     (see ``ClientConfiguration/beforeStart``) can find the run.
    /// - Throws: as ``run(_:)``.
    public func run(
        _ crew: CrewType, input: JSONObject, correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        try await run(CrewRunRequest(crewType: crew, taskInput: input, correlationID: correlationID))
    }

    /// Starts a run of a custom crew (`POST /api/crews/run/custom`), like ``run(_:)-(CrewRunRequest)`` with a request.
    /// - Parameters:
    ///   - config: the crew, which is sent unchanged.
    ///   - input: the crew's input: the values of the `{places}` in its texts.
    ///   - correlationID: as in ``run(_:input:correlationID:)-(CrewType,_,_)``.
    /// - Throws: as ``run(_:)-(CrewRunRequest)``.
    public func run(
        _ config: CrewConfig, input: JSONObject = [:], correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        try await run(
            CrewRunRequest(crew: .custom(config), taskInput: input, correlationID: correlationID))
    }

    /// The updates of a run, from its first event to its result. Reconnects automatically.
    ///
    /// The sequence ends after `ended`. The result decides when the run has ended, so a missing event can't make it
    /// hang.
    /// - Parameters:
    ///   - correlationID: the run's id.
    ///   - patience: how long the run may be unknown to the service (404), since a service may take a moment to show a
    ///     run that it has just accepted.
    public func updates(of correlationID: String, patience: Duration = .seconds(3)) -> RunUpdates {
        RunUpdates(nx1: self, correlationID: correlationID, patience: patience)
    }

    /// The progress events of a run, in order and without duplicates, until the run has ended. Reconnects
    /// automatically.
    public func events(of correlationID: String) -> CrewEvents {
        CrewEvents(updates: updates(of: correlationID))
    }

    /// Waits for a run to end and returns its result (`GET /api/crews/results/{cid}`).
    /// - Throws: ``Nx1Error``, `runFailed` if the crew ended without a result; `CancellationError`.
    public func result(of correlationID: String) async throws -> CrewResult {
        let time = configuration.timekeeper
        var follower = ResultFollower(patience: .seconds(3), policy: configuration.retryPolicy)
        let deadline = RunDeadline(configuration, correlationID: correlationID)
        while true {
            let reading = try await readResult(of: correlationID)
            switch follower.handle(reading, at: time.moment) {
            case .wait(let pause):
                configuration.log(reading, about: correlationID, retryAfter: pause)
                try await time.sleep(deadline.clamp(pause))
                try deadline.check()
            case .end(let result):
                if let failure = result.failure { throw failure }
                return result
            case .fail(let error): throw error.about(correlationID)
            }
        }
    }

    /// The current state of a run, without waiting: its result, or that it hasn't ended.
    /// - Throws: ``Nx1Error``, `notFound` if the service doesn't know the run; `CancellationError`.
    public func snapshot(of correlationID: String) async throws -> RunSnapshot {
        switch try await readResult(of: correlationID) {
        case .pending(let status): .unfinished(status)
        case .ended(let result): .ended(result)
        case .unknown(let error), .failed(let error): throw error.about(correlationID)
        }
    }

    /// Requests the result once. Throws only `CancellationError`.
    func readResult(of correlationID: String) async throws -> ResultReading {
        do {
            let path = "/api/crews/results/" + PercentEncoding.encode(correlationID)
            let answer = try await transport.sendOnce(HTTPCall(path: path))
            return ResultReading(answer, correlationID: correlationID, from: address)
        } catch let error as Nx1Error {
            return .failed(error)
        }
    }
}

extension ClientConfiguration {
    /// Logs a failed request for a run's result that is retried.
    func log(_ reading: ResultReading, about correlationID: String, retryAfter pause: Duration) {
        if case .failed(let error) = reading { log(error.about(correlationID), retryAfter: pause) }
    }
}
