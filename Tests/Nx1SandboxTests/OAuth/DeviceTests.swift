import Nx1Sandbox
import TestSupport
import Testing

@testable import NIOCore
@testable import NIOHTTP1
@testable import Nx1SecureSandbox

@Suite("Signing in at the sandbox on another device")
struct DeviceTests {
    private func authorize(_ caller: SandboxCaller, _ changes: [String: String] = [:]) async throws -> Answer
    {
        let parameters = [
            "client_id": "nx1sh", "scope": "openid offline_access", "code_challenge": SandboxCaller.challenge,
            "code_challenge_method": "S256",
        ]
        return try await caller.send(parameters.merging(changes) { $1 }, to: "/auth/device")
    }

    private func redeem(
        _ caller: SandboxCaller, _ code: String, _ changes: [String: String] = [:]
    ) async throws -> Answer {
        let parameters = [
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": "nx1sh",
            "device_code": code, "code_verifier": SandboxCaller.verifier,
        ]
        return try await caller.send(parameters.merging(changes) { $1 })
    }

    @Test("is offered in discovery, and issues tokens to the device after the person has allowed it")
    func whole() async throws {
        try await withCaller { caller in
            let described = try await caller.call(
                .GET, "/realms/sandbox/.well-known/openid-configuration", signedIn: false)
            #expect(
                try described.text("device_authorization_endpoint")
                    == caller.sandbox.issuer + "/protocol/openid-connect/auth/device")
            let given = try await authorize(caller)
            #expect(given.status == 200, "\(given.text)")
            #expect(given.headers["Cache-Control"] == ["no-store"])
            #expect(try given.text("verification_uri") == caller.sandbox.issuer + "/device")
            let user = try given.text("user_code")
            #expect(user.wholeMatch(of: /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/) != nil)
            #expect(
                try given.text("verification_uri_complete")
                    == caller.sandbox.issuer + "/device?user_code=" + user)
            #expect(try given.object()["interval"] as? Int == 1)
            #expect(try given.object()["expires_in"] as? Int == 600)
            let page = try await caller.call(
                .GET, "/realms/sandbox/device?user_code=\(user)", signedIn: false)
            #expect(page.text.contains("value=\"\(user)\""))
            let pressed = try await caller.call(
                .POST, "/realms/sandbox/device",
                body: .init(string: "user_code=\(user.lowercased().filter(\.isLetter))&decision=allow"),
                headers: ["Content-Type": "application/x-www-form-urlencoded"], signedIn: false)
            #expect(pressed.status == 200)
            #expect(pressed.text.contains("The device is signed in"))
            let device = try given.text("device_code")
            let tokens = try await redeem(caller, device)
            #expect(tokens.status == 200, "\(tokens.text)")
            #expect(try await caller.status(with: try tokens.text("access_token")) == 200)
            #expect(try await caller.refresh(try tokens.text("refresh_token")).status == 200)
            #expect(try !tokens.text("id_token").isEmpty)
            #expect(try await redeem(caller, device).refusal() == "400 invalid_grant", "a code is good once")
        }
    }

    @Test("rejects invalid requests")
    func refusals() async throws {
        try await withCaller { caller in
            #expect(try await authorize(caller, ["client_id": "nobody"]).refusal() == "401 invalid_client")
            #expect(try await authorize(caller, ["scope": "planet"]).refusal() == "400 invalid_scope")
            #expect(
                try await authorize(caller, ["code_challenge_method": "plain"]).refusal()
                    == "400 invalid_request")
            let batch = try await caller.send(
                [:], to: "/auth/device", basic: ("nx1-batch", caller.sandbox.batchClientSecret))
            #expect(try batch.refusal() == "400 unauthorized_client")
            let code = try (await authorize(caller)).text("device_code")
            #expect(try await redeem(caller, code, ["code_verifier": "x"]).refusal() == "400 invalid_grant")
            #expect(try await redeem(caller, "unknown").refusal() == "400 invalid_grant")
            #expect(try await redeem(caller, code).refusal() == "400 authorization_pending")
            let page = try await caller.call(
                .POST, "/realms/sandbox/device", body: .init(string: "user_code=NONE&decision=allow"),
                headers: ["Content-Type": "application/x-www-form-urlencoded"], signedIn: false)
            #expect(page.status == 400)
            #expect(page.text.contains("No device is waiting for this code."))
        }
    }
}

@Suite("The codes of devices, as a value")
struct DeviceBookTests {
    private let client = RegisteredClient(id: "nx1sh", secret: nil, grants: [.deviceCode])
    private let start = ContinuousClock.now

    private func refusal(_ body: () throws -> Scope) -> OAuthError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? OAuthError)?.code
        }
    }

    @Test("polling too fast slows the device down, a denial ends the wait, and codes expire")
    func time() throws {
        var book = DeviceBook()
        let scope = try Scope("openid")
        let (device, user) = book.giveCode(to: client, scope: scope, challenge: nil, at: start)
        func ask(_ book: inout DeviceBook, after seconds: Double) -> OAuthError.Code? {
            refusal { try book.redeem(device, by: client, verifier: nil, at: start + .seconds(seconds)) }
        }
        let answers = [1, 1.5, 3, 13, 601].map { ask(&book, after: $0) }
        // After 1.5 seconds the interval is 6 seconds, and after 3 it is 11.
        #expect(
            answers == [.authorizationPending, .slowDown, .slowDown, .authorizationPending, .expiredToken])
        let isLate = book.decide(user, isAllowed: true, at: start + .seconds(601))
        #expect(!isLate)
        let (second, code) = book.giveCode(to: client, scope: scope, challenge: nil, at: start)
        let decisions = [false, true].map { book.decide(code, isAllowed: $0, at: start) }
        #expect(decisions == [true, false], "what was said stays")
        let denial = refusal { try book.redeem(second, by: client, verifier: nil, at: start) }
        #expect(denial == .accessDenied)
    }
}
