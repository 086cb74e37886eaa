import HTTPTypes
import Hummingbird

/// One call of the service.
struct Route: Sendable {
    /// What a call does. The text is the path's variable part, empty if the path has none.
    typealias Action = @Sendable (Request, String) async throws -> Response

    let method: HTTPRequest.Method
    /// Segments of the path; `nil` is a variable one.
    let path: [String?]
    /// Whether a key or a token is needed.
    let needsSignIn: Bool
    var action: Action

    /// - Parameter path: Such as `/api/crews/results/{}`.
    init(
        _ method: HTTPRequest.Method, _ path: String, needsSignIn: Bool = true, action: @escaping Action
    ) {
        self.method = method
        self.path = path.split(separator: "/").map { $0 == "{}" ? nil : String($0) }
        self.needsSignIn = needsSignIn
        self.action = action
    }

    /// The variable part, if the path is this route's; empty if it has none.
    func variable(in segments: [String]) -> String? {
        guard segments.count == path.count else { return nil }
        var variable = ""
        for (segment, expected) in zip(segments, path) {
            guard let expected else {
                variable = segment
                continue
            }
            guard segment == expected else { return nil }
        }
        return variable
    }
}
