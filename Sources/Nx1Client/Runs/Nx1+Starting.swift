extension Nx1 {
    /// Sends a request for a run once; only cancellation is thrown.
    func send(_ request: CrewRunRequest) async throws -> RunStarter.Input {
        let call = HTTPCall(
            method: "POST", path: "/api/crews/run", headers: [("x-correlation-id", request.correlationID)],
            body: Array(request.json.serialized().utf8))
        do {
            let answer = try await transport.sendOnce(call)
            guard let response = CrewRunResponse(try answer.json(from: address)) else {
                throw answer.notUnderstood(from: address, reason: "it names no correlation_id")
            }
            identity.note(sent: request.correlationID, received: response.correlationID)
            return .accepted(response)
        } catch let error as Nx1Error {
            return .refused(error)
        }
    }

    /// Whether the events of a run are there, which says that the service knows it; only cancellation is thrown.
    func sightInEvents(_ correlationID: String) async throws -> RunStarter.Sighting {
        var feed = EventFeed(nx1: self, correlationID: correlationID)
        switch try await feed.open() {
        case .eventsFailed(let error): return error.code == .notFound ? .absent : .unclear
        case .eventsOpened: break
        case .eventsArrived, .eventsCut, .eventsEnded, .eventsSilent, .result, .waited: return .unclear
        }
        switch try await feed.read(within: .seconds(1)) {
        case .eventsArrived(let arrival), .eventsEnded(let arrival, _, _):
            return arrival.fresh > 0 ? .present : .unclear
        case .eventsOpened, .eventsCut, .eventsSilent, .eventsFailed, .result, .waited: return .unclear
        }
    }

    /// Whether a run is among the service's last ones; only cancellation is thrown.
    func sightInRecords(_ correlationID: String) async throws -> RunStarter.Sighting {
        do {
            return try await runs(limit: 100).contains { $0.correlationID == correlationID }
                ? .present : .absent
        } catch is Nx1Error {
            return .unclear
        }
    }
}
