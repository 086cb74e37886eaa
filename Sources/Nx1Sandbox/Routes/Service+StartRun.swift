import HTTPTypes
import HummingbirdCore
import NIOCore

extension Service {
    /// The maximum size of a body in bytes.
    static let bodyLimit = 32 << 20

    /// Handles `POST /api/crews/run`, `POST /api/crews/run/custom` and `POST /api/crew-templates/{id}/run`. A run
    /// starts only if the whole request is valid.
    /// - Parameter isNamedByCaller: whether the run uses the request's correlation id, if it has one.
    func startRun(
        _ request: Request, isNamedByCaller: Bool = true, reading: @Sendable (JSONNode) throws -> RunRequest
    ) async throws -> Response {
        let body = try await body(of: request)
        let run = try reading(try json(body, contentType: request.headers[.contentType]))
        let name = isNamedByCaller ? request.headers.value(named: "x-correlation-id") : nil
        let correlationID = name.flatMap { $0.isEmpty ? nil : $0 }
        let fingerprint = "\(request.uri.path) \(body.count) \(body.hashValue)"
        switch await store.start(run, correlationID: correlationID, fingerprint: fingerprint) {
        case .started(let run, let number):
            let isLost = faults.contains(.lostAnswers) || number == 1 && faults.contains(.firstLostAnswer)
            if isLost { throw ServiceError.lostAnswer }
            return Self.answer(run, status: .pending, message: "The crew run was started in the Nx1 sandbox.")
        case .known(let run):
            let message = "A crew run with this correlation id already exists; no run was started."
            return Self.answer(run, status: run.status(), message: message)
        case .unavailable:
            throw unavailable
        }
    }

    /// `CrewRunResponse` in `openapi.yaml`.
    private static func answer(_ run: Run, status: RunStatus, message: String) -> Response {
        .json([
            "correlation_id": .string(run.correlationID),
            "status": .string(status.rawValue),
            "message": .string(message),
        ])
    }

    /// The body of a request, which must be JSON.
    func json(of request: Request) async throws -> JSONNode {
        try json(try await body(of: request), contentType: request.headers[.contentType])
    }

    private func body(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.bodyLimit {
            throw ServiceError.tooLarge(limit: Self.bodyLimit)
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            bytes += part.readableBytesView
            if bytes.count > Self.bodyLimit { throw ServiceError.tooLarge(limit: Self.bodyLimit) }
        }
        return bytes
    }

    private func json(_ body: [UInt8], contentType: String?) throws -> JSONNode {
        if body.isEmpty {
            throw ServiceError.invalid([
                ValidationIssue(type: "missing", location: ["body"], message: "Field required", input: nil)
            ])
        }
        guard Self.isJSON(contentType) else {
            let text = String(decoding: body, as: UTF8.self)
            throw ServiceError.invalid([.noModel(.string(text), at: ["body"])])
        }
        do {
            return try JSONReader.read(body)
        } catch let error as JSONSyntaxError {
            throw ServiceError.invalid([.noJSON(error)])
        }
    }

    /// Whether the type is `application/json`, or `application/…+json`; parameters are ignored.
    private static func isJSON(_ contentType: String?) -> Bool {
        let mediaType = contentType?.prefix { $0 != ";" }.lowercased() ?? ""
        let parts = mediaType.split(separator: "/").map { $0.filter { !$0.isWhitespace } }
        return parts.count == 2 && parts[0] == "application"
            && (parts[1] == "json" || parts[1].hasSuffix("+json"))
    }
}
