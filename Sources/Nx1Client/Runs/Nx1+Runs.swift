extension Nx1 {
    /// Starts a run of a preset crew (`POST /api/crews/run`).
    ///
    /// The correlation id exists before anything is sent, so that a caller who keeps it can find the run whatever happens on
    /// the way. The service may give the run another id; the one in the answer counts. An error carries the id that was sent.
    /// - Parameters:
    ///   - crew: which crew.
    ///   - input: what it is given; `ask` reads `question`.
    ///   - correlationID: sent as `x-correlation-id`; a new random UUID unless given.
    /// - Throws: ``Nx1Error``, `CancellationError`. After `unreachable`, `timedOut` or `serviceFailed` the run may
    ///   have started all the same: ask for its result by the id before starting another.
    public func run(
        _ crew: CrewType, input: JSONObject, correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        let request = CrewRunRequest(crewType: crew, taskInput: input)
        let call = HTTPCall(
            method: "POST", path: "/api/crews/run", headers: [("x-correlation-id", correlationID)],
            body: Array(request.json.serialized().utf8))
        do {
            let answer = try await transport.sendOnce(call)
            let json = try answer.json(from: address)
            guard let response = CrewRunResponse(json) else {
                throw answer.notUnderstood(from: address, reason: "it names no correlation_id")
            }
            return response
        } catch let error as Nx1Error {
            throw error.about(correlationID)
        }
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
        var follower = ResultFollower(patience: .seconds(3))
        while true {
            switch follower.handle(try await readResult(of: correlationID)) {
            case .wait(let pause): try await Task.sleep(for: pause)
            case .end(let result):
                if let failure = result.failure { throw failure }
                return result
            case .fail(let error): throw error.about(correlationID)
            }
        }
    }

    /// Where a run stands now, without waiting: its result, or nil while it still works.
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
            let path = "/api/crews/results/" + HTTPCall.escape(correlationID)
            let answer = try await transport.sendOnce(HTTPCall(path: path))
            return ResultReading(answer, correlationID: correlationID, from: address)
        } catch let error as Nx1Error {
            return .failed(error)
        }
    }
}
