import Nx1Events
import Nx1HTTP
import Nx1Values

extension Nx1 {
    /// Starts a run of a preset crew, a custom crew or a template, once.
    ///
    /// A request whose fate is unknown, because the connection broke or the service failed, is looked up by its correlation
    /// id before it is sent again, and sent again only if the service doesn't know it. The service may give the run another
    /// id; the one in the answer counts. A template's run always has another id, and is looked up in the list of runs.
    /// - Parameter request: has the correlation id before anything is sent; a caller who keeps it can find the run whatever
    ///   happens on the way, the end of the program included.
    /// - Throws: ``Nx1Error`` with the correlation id, `undecided` if it can't be found out whether the run was started;
    ///   `CancellationError`, after which the run may have started; what ``ClientConfiguration/beforeStart`` throws.
    public func run(_ request: CrewRunRequest) async throws -> CrewRunResponse {
        try await configuration.beforeStart?(request)
        if let recognition = RunRecognition(request) { return try await runTemplate(request, recognition) }
        let response = try await startByID(request)
        templateRuns.take(response.correlationID)
        return response
    }

    /// Starts a run that has the correlation id of its request, as ``RunStarter`` says.
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

    /// Starts a run of a preset crew, as ``run(_:)`` does with a request.
    /// - Parameters:
    ///   - crew: which crew.
    ///   - input: what it is given; `ask` reads `question`.
    ///   - correlationID: a new random UUID unless given. After a cancellation the run can be found only by a caller who gave it, or
    ///     who has ``ClientConfiguration/beforeStart`` write it down.
    /// - Throws: as ``run(_:)``.
    public func run(
        _ crew: CrewType, input: JSONObject, correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        try await run(CrewRunRequest(crewType: crew, taskInput: input, correlationID: correlationID))
    }

    /// Starts a run of a custom crew (`POST /api/crews/run/custom`), as ``run(_:)-(CrewRunRequest)`` does with a request.
    /// - Parameters:
    ///   - config: the crew, which is sent as it is.
    ///   - input: what it is given: the values of the `{places}` in its texts.
    ///   - correlationID: as ``run(_:input:correlationID:)-(CrewType,_,_)`` has it.
    /// - Throws: as ``run(_:)-(CrewRunRequest)``.
    public func run(
        _ config: CrewConfig, input: JSONObject = [:], correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        try await run(
            CrewRunRequest(crew: .custom(config), taskInput: input, correlationID: correlationID))
    }

    /// What happens in a run, from its first event to its result; reconnects by itself.
    ///
    /// The sequence ends after `ended`. The end is decided by the result, so an event that never came can't make it hang.
    /// - Parameters:
    ///   - correlationID: the run's id.
    ///   - patience: how long the service may not know the run (404) before that is an error; a service can take a moment to
    ///     know a run that it has just accepted.
    public func updates(of correlationID: String, patience: Duration = .seconds(3)) -> RunUpdates {
        RunUpdates(nx1: self, correlationID: correlationID, patience: patience)
    }

    /// The progress events of a run, in their order and each once, until the run has ended; reconnects by itself.
    public func events(of correlationID: String) -> CrewEvents {
        CrewEvents(updates: updates(of: correlationID))
    }

    /// Waits for the end of a run and gives its result (`GET /api/crews/results/{cid}`).
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

    /// Where a run stands now, without waiting: its result, or that it still works.
    /// - Throws: ``Nx1Error``, `notFound` if the service doesn't know the run; `CancellationError`.
    public func snapshot(of correlationID: String) async throws -> RunSnapshot {
        switch try await readResult(of: correlationID) {
        case .pending(let status): .unfinished(status)
        case .ended(let result): .ended(result)
        case .unknown(let error), .failed(let error): throw error.about(correlationID)
        }
    }

    /// Asks once for the result; only cancellation is thrown.
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
    /// Tells those who watch the log that the service can't be asked for a run's result, and is asked again.
    func log(_ reading: ResultReading, about correlationID: String, retryAfter pause: Duration) {
        if case .failed(let error) = reading { log(error.about(correlationID), retryAfter: pause) }
    }
}
