import Nx1Events
import Nx1HTTP
import Nx1Values

extension Nx1 {
    /// The crew types that the service offers (`GET /api/crews/types`): those of ``crewOffers()`` without descriptions.
    /// - Throws: ``Nx1Error``, `CancellationError`.
    public func crewTypes() async throws -> [CrewType] { try await crewOffers().map(\.type) }

    /// The crew types that the service offers, with descriptions (`GET /api/crews/types`): a list of names, a list of
    /// objects with a name, or either inside an object.
    /// - Throws: ``Nx1Error``, `CancellationError`.
    public func crewOffers() async throws -> [CrewOffer] {
        let answer = try await transport.send(HTTPCall(path: "/api/crews/types"))
        let json = try answer.coveredJSON(from: address)
        guard let list = json.list else {
            throw answer.notUnderstood(from: address, reason: "it has no list of crew types")
        }
        return list.compactMap(CrewOffer.init)
    }

    /// The crew templates that the caller may run (`GET /api/crew-templates`): a list, or a list inside an object.
    /// Names aren't necessarily unique.
    /// - Throws: ``Nx1Error``, `CancellationError`.
    public func templates() async throws -> [CrewTemplate] {
        let answer = try await transport.send(HTTPCall(path: "/api/crew-templates"))
        let json = try answer.coveredJSON(from: address)
        guard let list = json.list else {
            throw answer.notUnderstood(from: address, reason: "it has no list of templates")
        }
        return list.compactMap(CrewTemplate.init)
    }

    /// The caller's past runs, newest first (`GET /api/crew-runs`).
    /// - Parameter limit: the maximum number of runs; 1 or more.
    /// - Throws: ``Nx1Error``, `CancellationError`.
    public func runs(limit: Int = 100) async throws -> [CrewRunRecord] {
        let answer = try await transport.send(HTTPCall(path: "/api/crew-runs?limit=\(limit)"))
        let json = try answer.json(from: address)
        guard let list = json.list else {
            throw answer.notUnderstood(from: address, reason: "it has no list of runs")
        }
        return list.compactMap { CrewRunRecord($0)?.covered(by: answer.mask) }
    }

    /// A past run by its record's id, which isn't the correlation id (`GET /api/crew-runs/{id}`).
    /// - Throws: ``Nx1Error``, `notFound` if it doesn't exist; `CancellationError`.
    public func runRecord(id: String) async throws -> CrewRunRecord {
        let answer = try await transport.send(HTTPCall(path: "/api/crew-runs/" + PercentEncoding.encode(id)))
        guard let record = CrewRunRecord(try answer.json(from: address)) else {
            throw answer.notUnderstood(from: address, reason: "it isn't a run record")
        }
        return record.covered(by: answer.mask)
    }

    /// Checks that the service is reachable, and returns its version and the round-trip time (`GET /api/health/ping`).
    /// - Throws: ``Nx1Error``, `CancellationError`.
    public func ping() async throws -> ServicePing {
        let clock = ContinuousClock()
        let start = clock.now
        let body = try await fetch("/api/health/ping")
        return ServicePing(body: body, roundTrip: clock.now - start)
    }
}

extension JSONValue {
    /// The value itself if it's an array, or else its first array member.
    package var list: [JSONValue]? { array ?? object?.lazy.compactMap(\.value.array).first }
}

extension CrewRunRecord {
    /// A copy with secrets masked in everything but the result, which stays exact.
    fileprivate func covered(by mask: SecretMask?) -> CrewRunRecord {
        guard let mask else { return self }
        var record = self
        record.id = mask.masked(id)
        record.correlationID = mask.masked(correlationID)
        record.status = CrewRunStatusEnum(rawValue: mask.masked(status.rawValue))
        record.crewType = crewType.map { CrewType(rawValue: mask.masked($0.rawValue)) }
        record.crewConfig = crewConfig.flatMap { CrewConfig(mask.masked(.object($0.json))) }
        record.ownerID = ownerID.map(mask.masked)
        record.taskInput = taskInput.flatMap { mask.masked(.object($0)).object }
        record.error = error.map(mask.masked)
        record.createdAt = createdAt.map(mask.masked)
        record.startedAt = startedAt.map(mask.masked)
        record.completedAt = completedAt.map(mask.masked)
        return record
    }
}

/// The response of `GET /api/health/ping`, the official tool's health check.
public struct ServicePing: Hashable, Sendable {
    /// The service's version, if it sends one.
    public var version: String?
    /// The whole response.
    public var body: JSONValue
    /// The time from sending the request to the end of the response.
    public var roundTrip: Duration

    init(body: JSONValue, roundTrip: Duration) {
        version = body["version"]?.string
        self.body = body
        self.roundTrip = roundTrip
    }
}
