import HTTPTypes
import HummingbirdCore

/// An error response in FastAPI's form: `{"detail": …}`.
struct ServiceError: Error, Sendable {
    let status: HTTPResponse.Status
    let detail: JSON
    var headers = HTTPFields()

    /// The response to send.
    var response: Response {
        .json(["detail": detail], status: status, headers: headers)
    }
}

extension ServiceError {
    static func invalid(_ issues: [ValidationIssue]) -> ServiceError {
        .init(status: .unprocessableContent, detail: .array(issues.map(\.json)))
    }

    static let notFound = ServiceError(status: .notFound, detail: "Not Found")

    static func unknownRun(_ id: String) -> ServiceError {
        .init(status: .notFound, detail: "Unknown crew run \(id).")
    }

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> ServiceError {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return .init(status: .methodNotAllowed, detail: "Method Not Allowed", headers: [.allow: names])
    }

    static func tooLarge(limit: Int) -> ServiceError {
        .init(
            status: .contentTooLarge,
            detail: "The body is larger than \(limit >> 20) MiB, the limit of this service.")
    }

    /// ``ServiceFault/lostAnswers``.
    static let lostAnswer = ServiceError(
        status: .badGateway, detail: "The response was lost, as requested by the sandbox's faults.")

    /// The scenario `flaky`. `after` is in seconds.
    static func unavailable(after: Int) -> ServiceError {
        .init(
            status: .serviceUnavailable,
            detail: "The sandbox is temporarily unavailable, as requested by the scenario flaky. Try again.",
            headers: [.retryAfter: String(after)])
    }
}
