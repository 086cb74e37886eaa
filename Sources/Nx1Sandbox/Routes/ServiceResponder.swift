import HTTPTypes
import Hummingbird
import NIOCore

/// Answers every request: finds the route, checks the sign-in, and turns refusals into FastAPI's answers.
struct ServiceResponder: HTTPResponder {
    typealias Context = ServiceContext

    let routes: [Route]
    let signIn: SignIn
    let count: TrafficCount

    func respond(to request: Request, context: Context) async throws -> Response {
        count.countRequest(isHTTP2: context.isHTTP2)
        var response = try await response(to: request)
        // HTTP/2 has no such field (RFC 9113, section 8.2.2): a stream ends without its connection.
        if context.isHTTP2 { response.headers[.connection] = nil }
        return response
    }

    private func response(to request: Request) async throws -> Response {
        do {
            let (route, variable) = try route(for: request)
            if route.needsSignIn { try signIn.check(request.headers) }
            return try await route.action(request, variable)
        } catch let refusal as ServiceError {
            return refusal.response
        }
    }

    private func route(for request: Request) throws -> (Route, variable: String) {
        // Decoded after splitting, so that an id may hold a slash.
        let segments = request.uri.path.split(separator: "/").map {
            PercentEncoding.decoded($0)
        }
        let matches = routes.compactMap { route in
            route.variable(in: segments).map { (route, variable: $0) }
        }
        guard !matches.isEmpty else { throw ServiceError.notFound }
        guard let match = matches.first(where: { $0.0.method == request.method }) else {
            throw ServiceError.methodNotAllowed(matches.map(\.0.method))
        }
        return match
    }
}

/// What is known of a request beside what it says.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Whether it came over HTTP/2.
    let isHTTP2: Bool

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        // A stream of HTTP/2 is a channel on a connection; the parent of a connection is what listens, which has none.
        isHTTP2 = source.channel.parent?.parent != nil
    }
}

extension HTTPFields {
    /// The value of a field that HTTPTypes has no name for.
    func value(named name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}

extension Response {
    /// A JSON answer.
    static func json(
        _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
