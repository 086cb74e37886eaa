import HTTPTypes
import HummingbirdCore
import NIOCore

extension Service {
    /// `GET /api/crews/results/{cid}`.
    func result(of correlationID: String) async throws -> Response {
        guard let (run, earlier) = await store.visitResult(of: correlationID) else {
            throw ServiceError.unknownRun(correlationID)
        }
        if run.request.options.scenarios.contains(.flaky), earlier == 0 { throw unavailable }
        return .json(run.resultJSON())
    }

    /// `GET /api/crew-runs/{id}`.
    func record(_ id: String) async throws -> Response {
        guard let run = await store.record(id.lowercased()) else { throw ServiceError.unknownRun(id) }
        return .json(run.recordJSON(ownerID: ownerID))
    }

    /// `GET /api/crew-runs?limit=100`: newest first, streamed one by one because answers can be large.
    func records(_ request: Request) async throws -> Response {
        let runs = await store.recent(try limit(request))
        let ownerID = ownerID
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: .init { writer in
                for (index, run) in runs.enumerated() {
                    var bytes = Array((index == 0 ? "[" : ",").utf8)
                    run.recordJSON(ownerID: ownerID).append(to: &bytes)
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                try await writer.write(ByteBuffer(string: runs.isEmpty ? "[]" : "]"))
                try await writer.finish(nil)
            })
    }

    private func limit(_ request: Request) throws -> Int {
        guard let given = request.uri.queryParameters["limit"] else { return 100 }
        let location: [JSON] = ["query", "limit"]
        guard let limit = Int(given) else {
            throw ServiceError.invalid([
                ValidationIssue(
                    type: "int_parsing", location: location,
                    message: "Input should be a valid integer, unable to parse string as an integer",
                    input: .string(String(given)))
            ])
        }
        guard limit >= 1 else {
            throw ServiceError.invalid([.outside(.string(String(given)), atLeast: "1", at: location)])
        }
        return limit
    }
}
