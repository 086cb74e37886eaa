import HTTPTypes
import HummingbirdCore

/// The calls of the service on a store of runs.
struct Service: Sendable {
    /// `info.version` of `openapi.yaml`.
    static let version = "0.10.2"

    let store: RunStore
    let templates: TemplateStore
    let speed: Double
    /// The caller's id in the records of runs.
    let ownerID: String
    let faults: Set<ServiceFault>

    var routes: [ServiceRoute] {
        [
            ServiceRoute(.post, "/api/crews/run") { request, _ in
                try await startRun(request, reading: RunRequest.preset)
            },
            ServiceRoute(.post, "/api/crews/run/custom") { request, _ in
                try await startRun(request, reading: RunRequest.custom)
            },
            ServiceRoute(.get, "/api/events/{}") { request, id in try await events(request, of: id) },
            ServiceRoute(.get, "/api/crews/results/{}") { _, id in try await result(of: id) },
            ServiceRoute(.get, "/api/crews/types") { _, _ in
                .json(
                    .array(
                        CrewType.allCases.map {
                            ["name": .string($0.rawValue), "description": .string($0.purpose)]
                        }))
            },
            ServiceRoute(.get, "/api/crew-runs") { request, _ in try await records(request) },
            ServiceRoute(.get, "/api/crew-runs/{}") { _, id in try await record(id) },
            ServiceRoute(.get, "/api/health/ping", needsSignIn: false) { _, _ in
                .json(["status": "ok", "service": "Nx1 sandbox", "version": .string(Self.version)])
            },
        ] + templateRoutes
    }

    /// The response for the scenario `flaky`.
    var unavailable: ServiceError { .unavailable(after: Int(min((1 / speed).rounded(), 3600))) }
}
