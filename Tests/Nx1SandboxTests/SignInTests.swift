import NIOHTTP1
import Nx1Sandbox
import Testing

@Suite("Signing in")
struct SignInTests {
    @Test(
        "Every call except ping needs a key or a token",
        arguments: [
            (HTTPMethod.POST, "/api/crews/run"), (.POST, "/api/crews/run/custom"), (.GET, "/api/events/x"),
            (.GET, "/api/crews/results/x"), (.GET, "/api/crews/types"), (.GET, "/api/crew-runs"),
            (.GET, "/api/crew-runs/x"),
        ])
    func refusesStrangers(method: HTTPMethod, path: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.call(method, path, signedIn: false)
            #expect(answer.status == 401)
            #expect(answer.text == #"{"detail":"Not authenticated"}"#)
            #expect(answer.headers["www-authenticate"] == ["Bearer"])
        }
    }

    @Test(
        "A wrong key or token is rejected and not repeated",
        arguments: [
            ("Authorization-PSK", "wrong-one", "Invalid API key"),
            ("Authorization", "Bearer wrong-one", "Invalid or expired token"),
            ("Authorization", "Basic wrong-one", "Not authenticated"),
        ])
    func refusesWrongSecrets(name: String, value: String, detail: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.call(
                .GET, "/api/crews/types", headers: [name: value], signedIn: false)
            #expect(answer.status == 401)
            #expect(answer.text == #"{"detail":"\#(detail)"}"#)
        }
    }

    @Test("The bearer token alone is sufficient")
    func acceptsToken() async throws {
        try await withCaller { caller in
            let headers: HTTPHeaders = ["Authorization": "bearer \(caller.sandbox.accessToken)"]
            let answer = try await caller.call(.GET, "/api/crews/types", headers: headers, signedIn: false)
            #expect(answer.status == 200)
            let types = try #require(try answer.json() as? [[String: Any]])
            #expect(types.first?["name"] as? String == "ask")
        }
    }

    @Test("Ping answers everyone, with the version of the OpenAPI description")
    func pings() async throws {
        try await withCaller { caller in
            let answer = try await caller.call(.GET, "/api/health/ping", signedIn: false)
            #expect(answer.status == 200)
            #expect(try answer.object()["version"] as? String == "0.10.2")
        }
    }
}
