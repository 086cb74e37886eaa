package import HTTPTypes
package import HummingbirdCore
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Responds to every request: finds the route, checks the sign-in, and turns errors into FastAPI's responses.
struct ServiceResponder: Sendable {
    let routes: [ServiceRoute]
    let signIn: SignIn
    let count: TrafficCount

    /// Responds to a request received over `channel`.
    func respond(
        to request: Request, over channel: any Channel, by writer: consuming ResponseWriter
    ) async throws {
        // An HTTP/2 stream is a channel whose parent is the connection; a connection's parent is the listener, which
        // has no parent.
        let isHTTP2 = channel.parent?.parent != nil
        count.countRequest(isHTTP2: isHTTP2)
        var response = try await response(to: request)
        // HTTP/2 doesn't allow this field (RFC 9113, section 8.2.2): streams end without their connection.
        if isHTTP2 { response.headers[.connection] = nil }
        response.headers[.date] = HTTPDate.text(time(nil))
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch is HTTPParserError {
            // Hummingbird would respond to an unparsable request, but the head of this response has been sent.
            throw AnswerInterrupted()
        }
    }

    private func response(to request: Request) async throws -> Response {
        do {
            let (route, variable) = try route(for: request)
            if route.needsSignIn { try signIn.check(request.headers) }
            return try await route.action(request, variable)
        } catch let refusal as ServiceError {
            return refusal.response
        } catch let error as HTTPParserError {
            throw error
        } catch {
            return Response(status: .internalServerError)
        }
    }

    private func route(for request: Request) throws -> (ServiceRoute, variable: String) {
        // Decoded after splitting, so that an id can contain a slash.
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

/// A response that can't be completed, because the client has meanwhile sent an invalid request.
private struct AnswerInterrupted: Error {}

extension HTTPFields {
    /// The value of a field that HTTPTypes has no name for.
    package func value(named name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}

extension Response {
    /// A JSON response.
    package static func json(
        _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
