import Crypto
import Foundation
import NIOHTTP1
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The token endpoint")
struct TokenTests {
    @Test("issues tokens for a code, which the service accepts, and identifies the person")
    func codeFlow() async throws {
        try await withCaller { caller in
            let tokens = try await caller.redeem(try await caller.code())
            #expect(tokens.status == 200, "\(tokens.text)")
            #expect(tokens.headers["Cache-Control"] == ["no-store"])
            #expect(try tokens.text("token_type") == "Bearer")
            #expect(try tokens.text("scope") == "openid profile offline_access")
            #expect(try tokens.object()["expires_in"] as? Int == 600)
            let token = try tokens.text("access_token")
            #expect(try await caller.status(with: token) == 200)
            let headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
            let user = try await caller.call(
                .GET, SandboxCaller.endpoints + "/userinfo", headers: headers, signedIn: false)
            #expect(try user.text("preferred_username") == "analyst")
            let claims = try await claims(of: try tokens.text("id_token"), caller)
            #expect(claims["sub"] as? String == (try user.text("sub")))
            #expect(claims["iss"] as? String == caller.sandbox.issuer)
            #expect(claims["aud"] as? String == "nx1sh")
            #expect(claims["nonce"] as? String == "n-1")
            #expect(claims["preferred_username"] as? String == "analyst")
            let (issued, end) = (claims["iat"] as? Int ?? 0, claims["exp"] as? Int ?? 0)
            #expect(end - issued == 600)
            #expect(abs(Date.now.timeIntervalSince1970 - Double(issued)) < 60)
        }
    }

    /// The claims of a token whose signature the published key verifies.
    private func claims(of token: String, _ caller: SandboxCaller) async throws -> [String: Any] {
        func data(_ text: some StringProtocol) throws -> Data {
            let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
            let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(
                of: "_", with: "/")
            return try #require(Data(base64Encoded: standard + padding))
        }
        let parts = token.split(separator: ".")
        try #require(parts.count == 3)
        let keys = try await caller.call(.GET, SandboxCaller.endpoints + "/certs", signedIn: false).object()
        let published = try #require((keys["keys"] as? [[String: String]])?.first)
        let point = try data(published["x"] ?? "") + data(published["y"] ?? "")
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: try data(parts[2]))
        #expect(
            try P256.Signing.PublicKey(rawRepresentation: point)
                .isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
        return try #require(try JSONSerialization.jsonObject(with: data(parts[1])) as? [String: Any])
    }

    @Test(
        "rejects a code with any error, and reports the kind of error",
        arguments: [
            (["code": "unknown"], "400 invalid_grant"), (["code": ""], "400 invalid_request"),
            (["redirect_uri": "http://127.0.0.1:4712/back"], "400 invalid_grant"),
            (["redirect_uri": ""], "400 invalid_request"),
            (["code_verifier": String(repeating: "x", count: 43)], "400 invalid_grant"),
            (["code_verifier": ""], "400 invalid_request"),
            (["client_id": ""], "401 invalid_client"), (["client_id": "other"], "401 invalid_client"),
            (["client_secret": "x"], "401 invalid_client"),
            (["grant_type": ""], "400 invalid_request"),
            (["grant_type": "password"], "400 unsupported_grant_type"),
            (["grant_type": "client_credentials"], "400 unauthorized_client"),
        ])
    func refusals(changes: [String: String], refusal: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.redeem(try await caller.code(), changes)
            #expect(try answer.refusal() == refusal)
            if answer.status == 401 {
                #expect(answer.headers["WWW-Authenticate"] == ["Basic realm=\"sandbox\""])
            }
        }
    }

    @Test("accepts only forms, with each parameter once")
    func forms() async throws {
        try await withCaller { caller in
            let json = try await caller.sendText("{}", type: "application/json")
            #expect(try json.refusal() == "400 invalid_request")
            let twice = try await caller.sendText("client_id=nx1sh&grant_type=a&grant_type=b")
            #expect(try twice.refusal() == "400 invalid_request")
            let huge = try await caller.sendText("a=" + String(repeating: "x", count: 1 << 20))
            #expect(try huge.refusal() == "400 invalid_request")
            let get = try await caller.call(.GET, SandboxCaller.endpoints + "/token", signedIn: false)
            #expect(get.status == 405)
        }
    }

    @Test("accepts a code once, and revokes its tokens if it is used again")
    func codeOnce() async throws {
        try await withCaller { caller in
            let code = try await caller.code()
            let first = try await caller.redeem(code)
            let (access, refresh) = (try first.text("access_token"), try first.text("refresh_token"))
            #expect(try await caller.redeem(code).refusal() == "400 invalid_grant")
            #expect(try await caller.status(with: access) == 401)
            #expect(try await caller.refresh(refresh).refusal() == "400 invalid_grant")
        }
    }

    @Test("rotates refresh tokens, and revokes the whole family if an old one is used again")
    func rotation() async throws {
        try await withCaller { caller in
            let first = try await caller.redeem(try await caller.code())
            let second = try await caller.refresh(try first.text("refresh_token"))
            let third = try await caller.refresh(try second.text("refresh_token"))
            #expect(try second.text("refresh_token") != first.text("refresh_token"))
            #expect(try await caller.status(with: try first.text("access_token")) == 200)
            #expect(try await caller.status(with: try third.text("access_token")) == 200)
            let reused = try await caller.refresh(try second.text("refresh_token"))
            #expect(try reused.refusal() == "400 invalid_grant")
            #expect(try await caller.refresh(try third.text("refresh_token")).status == 400)
            #expect(try await caller.status(with: try third.text("access_token")) == 401)
        }
    }

    @Test("can narrow the scope on a refresh, but never widen it")
    func narrowerScope() async throws {
        try await withCaller { caller in
            let first = try await caller.redeem(try await caller.code(["scope": "openid profile"]))
            #expect(try first.object()["refresh_expires_in"] as? Int == 1800)
            let token = try first.text("refresh_token")
            let more = try await caller.refresh(token, ["scope": "openid email"])
            #expect(try more.refusal() == "400 invalid_scope")
            #expect(try await caller.refresh(token, ["scope": "profile"]).text("scope") == "profile")
        }
    }

    @Test(
        "issues an access token to a confidential client for its secret, and nothing else",
        arguments: [true, false])
    func clientCredentials(isBasic: Bool) async throws {
        try await withCaller { caller in
            let (id, secret) = (caller.sandbox.batchClientID, caller.sandbox.batchClientSecret)
            var parameters = ["grant_type": "client_credentials", "scope": "profile"]
            if !isBasic { parameters.merge(["client_id": id, "client_secret": secret]) { $1 } }
            let answer = try await caller.send(parameters, basic: isBasic ? (id, secret) : nil)
            #expect(answer.status == 200)
            let token = try answer.text("access_token")
            #expect(
                answer.text
                    == #"{"access_token":"\#(token)","expires_in":600,"refresh_expires_in":0,"#
                    + #""token_type":"Bearer","not-before-policy":0,"scope":"profile"}"#)
            #expect(try await caller.status(with: token) == 200)
            let user = try await caller.call(
                .GET, SandboxCaller.endpoints + "/userinfo", headers: ["Authorization": "Bearer \(token)"],
                signedIn: false)
            #expect(try user.refusal() == "403 insufficient_scope")
        }
    }

    @Test("reports errors in a confidential client's sign-in")
    func clientRefusals() async throws {
        try await withCaller { caller in
            let (id, secret) = (caller.sandbox.batchClientID, caller.sandbox.batchClientSecret)
            let parameters = ["grant_type": "client_credentials"]
            for basic in [(id, "wrong"), (id, ""), ("other", secret), ("nx1sh", secret)] {
                let answer = try await caller.send(parameters, basic: basic)
                #expect(try answer.refusal() == "401 invalid_client")
                #expect(answer.headers["WWW-Authenticate"] == ["Basic realm=\"sandbox\""])
                #expect(!answer.text.contains(secret))
            }
            let both = try await caller.send(
                parameters.merging(["client_secret": secret]) { $1 }, basic: (id, secret))
            #expect(try both.refusal() == "400 invalid_request")
            let refresh = try await caller.send(["grant_type": "refresh_token"], basic: (id, secret))
            #expect(try refresh.refusal() == "400 unauthorized_client")
            let scope = try await caller.send(parameters.merging(["scope": "x"]) { $1 }, basic: (id, secret))
            #expect(try scope.refusal() == "400 invalid_scope")
        }
    }

    @Test("revokes tokens with their family, and ignores unknown ones")
    func revocation() async throws {
        try await withCaller { caller in
            let client = ["client_id": "nx1sh"]
            let tokens = try await caller.redeem(try await caller.code())
            let (access, refresh) = (try tokens.text("access_token"), try tokens.text("refresh_token"))
            func revoke(_ token: String) async throws -> Answer {
                try await caller.send(client.merging(["token": token]) { $1 }, to: "/revoke")
            }
            #expect(try await revoke("unknown").status == 200)
            #expect(try await revoke("").refusal() == "400 invalid_request")
            let stranger = try await caller.send(
                ["token": refresh], to: "/revoke",
                basic: (caller.sandbox.batchClientID, caller.sandbox.batchClientSecret))
            #expect(try stranger.refusal() == "400 unauthorized_client")
            #expect(try await revoke(access).status == 200)
            #expect(try await caller.status(with: access) == 401)
            let next = try await caller.refresh(refresh)
            #expect(try await revoke(try next.text("refresh_token")).status == 200)
            #expect(try await caller.status(with: try next.text("access_token")) == 401)
            #expect(try await caller.refresh(try next.text("refresh_token")).refusal() == "400 invalid_grant")
        }
    }
}
