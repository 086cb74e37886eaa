import HTTPTypes
import Hummingbird

/// Answers every request: finds the route, checks the sign-in, and turns refusals into FastAPI's answers.
struct ServiceResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let routes: [Route]
    let signIn: SignIn

    func respond(to request: Request, context: Context) async throws -> Response {
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
