import Logging
import Nx1Events
import Nx1HTTP
import Nx1Values

extension Nx1 {
    /// Sends a request for a run once, at the pace that the service accepts. Throws only `CancellationError`.
    func sendAtPace(_ request: CrewRunRequest) async throws -> RunStarter.Input {
        let time = configuration.timekeeper
        let input = try await startGate.pass(by: time) {
            let input = try await send(request)
            guard case .refused(let error) = input, error.httpStatus == 429 else { return (input, nil) }
            return (input, error.retryAfter ?? configuration.retryPolicy.firstPause)
        }
        if case .accepted = input { startPulse.beat(at: time.now()) }
        return input
    }

    /// Sends a request for a run once. Throws only `CancellationError`.
    func send(_ request: CrewRunRequest) async throws -> RunStarter.Input {
        let call = HTTPCall(
            method: "POST", path: request.path, headers: [("x-correlation-id", request.correlationID)],
            body: Array(request.json.serialized().utf8))
        do {
            let answer = try await transport.sendOnce(call)
            guard var response = CrewRunResponse(try answer.json(from: address)) else {
                throw answer.notUnderstood(from: address, reason: "it has no correlation_id")
            }
            if request.template == nil {
                identity.learn(sent: request.correlationID, received: response.correlationID)
            }
            response.status = CrewRunStatusEnum(rawValue: transport.covered(response.status.rawValue))
            response.message = response.message.map(transport.covered)
            if let reason = unusability(of: response.correlationID) {
                if request.template != nil {
                    throw answer.notUnderstood(
                        from: address, reason: "its correlation_id isn't usable, because \(reason)")
                }
                configuration.logger.warning(
                    "The service gave run \(request.correlationID) an unusable id: \(reason). The run keeps the id that was sent."
                )
                response.correlationID = request.correlationID
            }
            return .accepted(response)
        } catch let error as Nx1Error {
            return .refused(error)
        }
    }

    /// The maximum size of an id from the service, in bytes, since it appears in paths, records and messages.
    private static let longestID = 512

    /// Why an id from the service isn't usable; nil if it is.
    private func unusability(of id: String) -> String? {
        if transport.covered(id) != id { return "it contains the request's credentials" }
        return id.utf8.count > Self.longestID ? "it is longer than \(ByteCount(Self.longestID))" : nil
    }

    /// Whether the run has events, so that the service knows it. A 404 may also mean that the service has no events
    /// call. Throws only `CancellationError`.
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

    /// Whether the run is among the service's latest ones. Throws only `CancellationError`.
    ///
    /// Until it's known whether the service keeps ids, a run with the same input that isn't older may be the one.
    /// - Parameter began: when the run was first requested, in seconds since 1970.
    func sightInRecords(
        _ request: CrewRunRequest, began: Double
    ) async throws -> RunStarter.Sighting {
        do {
            let records = try await runs(limit: 100)
            if records.contains(where: { $0.correlationID == request.correlationID }) { return .present }
            guard identity.custom == .unknown else { return .absent }
            let lookalike = records.first { $0.mayBe(request, began: began) }
            return lookalike.map { .lookalike($0.correlationID) } ?? .absent
        } catch let error as Nx1Error {
            return error.saysNotOffered ? .notOffered : .unclear
        }
    }
}

extension Nx1Error {
    /// Whether the service doesn't have the call.
    var saysNotOffered: Bool { httpStatus.map { [404, 405, 501].contains($0) } ?? false }
}

extension CrewRunRecord {
    /// Whether the run has the input of `request`, and may have been started after it.
    fileprivate func mayBe(_ request: CrewRunRequest, began: Double) -> Bool {
        guard crewType == request.crewType, isOfCustomCrew == (request.crewConfig != nil) else {
            return false
        }
        guard taskInput ?? [:] == request.taskInput else { return false }
        guard let creation = createdAt.flatMap(Timestamp.milliseconds) else { return true }
        return Double(creation) / 1000 >= began
    }
}
