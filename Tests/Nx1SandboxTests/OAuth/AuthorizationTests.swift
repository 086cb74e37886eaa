import NIOCore
import NIOHTTP1
import Nx1Sandbox
import Nx1SecureSandbox
import Testing

@Suite("The authorization endpoint")
struct AuthorizationTests {
    @Test(
        "is found by discovery, under the name that the caller uses", arguments: ["127.0.0.1", "localhost"])
    func discovery(name: String) async throws {
        try await withCaller { caller in
            let port = try #require(caller.sandbox.host.split(separator: ":").last)
            let host = "\(name):\(port)"
            let answer = try await caller.call(
                .GET, "/realms/sandbox/.well-known/openid-configuration", headers: ["Host": host],
                signedIn: false)
            let issuer = "\(caller.sandbox.host.prefix { $0 != ":" })://\(host)/realms/sandbox"
            #expect(try answer.text("issuer") == issuer)
            for (member, path) in [
                ("authorization_endpoint", "auth"), ("token_endpoint", "token"),
                ("revocation_endpoint", "revoke"), ("userinfo_endpoint", "userinfo"), ("jwks_uri", "certs"),
            ] {
                #expect(try answer.text(member) == "\(issuer)/protocol/openid-connect/\(path)")
            }
            #expect(try answer.object()["code_challenge_methods_supported"] as? [String] == ["S256"])
            if name == "127.0.0.1" { #expect(caller.sandbox.issuer == issuer) }
        }
    }

    @Test("asks the person on a page that shows the request and escapes everything in it")
    func page() async throws {
        try await withCaller { caller in
            let redirect = SandboxCaller.redirect + "?a=<script>"
            let path = SandboxCaller.authorizationPath(["redirect_uri": redirect])
            let answer = try await caller.call(.GET, path, signedIn: false)
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == ["text/html; charset=utf-8"])
            #expect(answer.text.contains("Sign in to the Nx1 sandbox as analyst"))
            #expect(answer.text.contains(#"<form method="post">"#))
            #expect(answer.text.contains("a=&lt;script&gt;"))
            #expect(!answer.text.contains("<script>"))
        }
    }

    @Test("returns a code, the state and the issuer to the redirect address, and keeps its query")
    func allows() async throws {
        try await withCaller { caller in
            let back = try await caller.press(
                "allow", changes: ["redirect_uri": SandboxCaller.redirect + "?tab=2"])
            #expect(back["tab"] == "2")
            #expect(back["state"] == "s&1")
            #expect(back["iss"] == caller.sandbox.issuer)
            #expect(back["code"]?.isEmpty == false)
        }
    }

    @Test("returns the person's denial")
    func denies() async throws {
        try await withCaller { caller in
            let back = try await caller.press("deny")
            #expect(back["error"] == "access_denied")
            #expect(back["state"] == "s&1")
            #expect(back["iss"] == caller.sandbox.issuer)
            #expect(back["code"] == nil)
        }
    }

    @Test(
        "redirects no one to an unknown client or address",
        arguments: [
            ["client_id": ""], ["client_id": "other"], ["redirect_uri": ""],
            ["redirect_uri": "https://127.0.0.1:4711/back"], ["redirect_uri": "http://example.org/back"],
            ["redirect_uri": "http://127.0.0.1@example.org/"],
            ["redirect_uri": "http://127.0.0.1.example.org/"],
            ["redirect_uri": "http://127.0.0.1:4711/back#here"], ["redirect_uri": "http://127.0.0.1:0/"],
            ["redirect_uri": "http://127.0.0.1:65536/"], ["redirect_uri": "http://127.0.0.1:4711/\r\nX: y"],
        ])
    func unknownAddresses(changes: [String: String]) async throws {
        try await withCaller { caller in
            for method in [HTTPMethod.GET, .POST] {
                let answer = try await caller.call(
                    method, SandboxCaller.authorizationPath(changes),
                    body: method == .POST ? ByteBuffer(string: "decision=allow") : nil,
                    headers: ["Content-Type": "application/x-www-form-urlencoded"], signedIn: false)
                #expect(answer.status == 400)
                #expect(answer.headers["Location"] == [])
                #expect(answer.text.contains("couldn't sign you in"))
                #expect(answer.text.contains(changes.keys.first ?? ""))
            }
        }
    }

    @Test(
        "reports an invalid request to the client through the browser",
        arguments: [
            (["response_type": ""], "invalid_request"),
            (["response_type": "token"], "unsupported_response_type"),
            (["code_challenge": ""], "invalid_request"), (["code_challenge": "short"], "invalid_request"),
            (["code_challenge_method": ""], "invalid_request"),
            (["code_challenge_method": "plain"], "invalid_request"),
            (["scope": "openid everything"], "invalid_scope"),
            (["client_id": "nx1-batch"], "unauthorized_client"),
        ])
    func wrongRequests(changes: [String: String], code: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.call(
                .GET, SandboxCaller.authorizationPath(changes), signedIn: false)
            #expect(answer.status == 302)
            let back = try answer.redirection()
            #expect(back["error"] == code)
            #expect(back["error_description"]?.isEmpty == false)
            #expect(back["state"] == "s&1")
            #expect(back["iss"] == caller.sandbox.issuer)
        }
    }

    @Test("rejects a duplicate parameter, and a form without a decision")
    func wrongForms() async throws {
        try await withCaller { caller in
            let twice = try await caller.call(
                .GET, SandboxCaller.authorizationPath() + "&state=2", signedIn: false)
            #expect(twice.status == 400)
            #expect(twice.text.contains("state is duplicated"))
            let undecided = try await caller.sendText("", to: "/auth?" + Self.query)
            #expect(undecided.status == 400)
            #expect(undecided.text.contains("no decision"))
        }
    }

    private static let query = String(SandboxCaller.authorizationPath().drop { $0 != "?" }.dropFirst())
}
