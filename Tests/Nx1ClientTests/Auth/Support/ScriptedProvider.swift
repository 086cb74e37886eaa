import Nx1Client
import Synchronization
import TestSupport

/// A provider whose responses a test scripts, with a regular discovery document.
struct ScriptedProvider: Sendable {
    let server: ScriptedServer
    let nx1: Nx1

    var issuer: String { server.host + "/realms/r" }

    /// The requests to the token endpoint.
    var tokenRequests: [ReceivedRequest] { server.requests.filter { $0.path == "/token" } }

    func client(_ clientID: String = "me", secret: String? = nil) throws(Nx1Error) -> OAuthClient {
        try OAuthClient(issuer: issuer, clientID: clientID, clientSecret: secret.map { Secret($0) })
    }

    /// The discovery document of a provider at `host`.
    static func description(_ host: String, more: String = "") -> String {
        """
        {"issuer": "\(host)/realms/r", "token_endpoint": "\(host)/token",
         "authorization_endpoint": "\(host)/auth", "revocation_endpoint": "\(host)/revoke"\(more)}
        """
    }

    /// A response with tokens.
    static func tokens(
        _ accessToken: String, refresh: String? = nil, id: String? = nil, expiresIn: Int = 600
    ) -> Reply {
        let refresh = refresh.map { #", "refresh_token": "\#($0)""# } ?? ""
        let id = id.map { #", "id_token": "\#($0)""# } ?? ""
        return .json(
            #"{"access_token": "\#(accessToken)", "expires_in": \#(expiresIn), "token_type": "Bearer"\#(refresh)\#(id)}"#
        )
    }

    static func refusal(_ word: String, _ text: String = "no") -> Reply {
        .json(#"{"error": "\#(word)", "error_description": "\#(text)"}"#, status: 400)
    }
}

/// Runs `body` with a provider.
/// - Parameters:
///   - more: further members of its discovery document, each after a comma.
///   - answer: returns the response to a request other than for the discovery document, given the number of earlier
///     requests for the same path.
func withProvider<Value: Sendable>(
    time: Timekeeper = .system, more: String = "",
    configure: (inout ClientConfiguration) -> Void = { _ in },
    answer: @escaping @Sendable (ReceivedRequest, Int) async -> Reply,
    body: (ScriptedProvider) async throws -> Value
) async throws -> Value {
    let counts = Counter()
    return try await withScriptedServer(answering: { request in
        let host = "http://" + (request.header("Host") ?? "")
        if request.path.hasSuffix("/.well-known/openid-configuration") {
            return .json(ScriptedProvider.description(host, more: more))
        }
        let path = String(request.path.prefix { $0 != "?" })
        return await answer(request, counts.next(path))
    }) { server async throws in
        var configuration = try ClientConfiguration(host: server.host)
        configuration.timekeeper = time
        configure(&configuration)
        return try await withNx1Client(configuration) { nx1 async throws in
            try await body(ScriptedProvider(server: server, nx1: nx1))
        }
    }
}

/// Counts by name.
final class Counter: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func next(_ name: String = "") -> Int {
        counts.withLock { counts in
            defer { counts[name, default: 0] += 1 }
            return counts[name, default: 0]
        }
    }
}

extension ReceivedRequest {
    /// The encoded fields of the posted form.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for field in text.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return fields
    }
}
