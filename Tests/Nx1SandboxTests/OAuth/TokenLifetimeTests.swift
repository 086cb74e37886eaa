import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Nx1Sandbox
@testable import Nx1SecureSandbox

@Suite("The lifetime of codes and tokens")
struct TokenLifetimeTests {
    @Test("A token expires on time; streams it opened continue, and the fixed token never expires")
    func expiry() async throws {
        try await withCaller(speed: 1, tokenLifetime: .seconds(2)) { caller in
            let id = try await caller.start(#"{"duration":4}"#)
            let answer = try await caller.send(
                ["grant_type": "client_credentials"],
                basic: (caller.sandbox.batchClientID, caller.sandbox.batchClientSecret))
            #expect(try answer.object()["expires_in"] as? Int == 2)
            let token = try answer.text("access_token")
            let headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
            let stream = try await caller.open(.GET, "/api/events/\(id)", headers: headers, signedIn: false)
            #expect(stream.status == .ok)
            let refused = try await eventually("the end of the token") {
                let answer = try await caller.call(
                    .GET, "/api/crews/types", headers: headers, signedIn: false)
                return answer.status == 401 ? answer : nil
            }
            #expect(refused.text == #"{"detail":"Invalid or expired token"}"#)
            let events = try await stream.body.collect(upTo: 1 << 20)
            let text = String(decoding: events.readableBytesView, as: UTF8.self)
            #expect(text.contains("crew_kickoff_completed"))
            #expect(try await caller.status(with: caller.sandbox.accessToken) == 200)
        }
    }

    private let client = RegisteredClient.all(batchSecret: "secret")[0]
    private let account = Account(subject: "1", userName: "analyst")

    private func request(scope: String) throws -> AuthorizationRequest {
        let path = SandboxCaller.authorizationPath(["scope": scope])
        return try AuthorizationRequest(
            query: String(path.drop { $0 != "?" }.dropFirst()),
            clients: RegisteredClient.all(batchSecret: "secret"))
    }

    @Test(
        "A code is valid for a minute", arguments: [(Duration.seconds(59), true), (.seconds(60), false)])
    func code(age: Duration, isGood: Bool) throws {
        let now = ContinuousClock.now
        var book = TokenBook(tokenLifetime: .seconds(600))
        let code = book.giveCode(for: try request(scope: "openid"), to: account, at: now)
        let redeem = {
            _ = try book.redeem(
                code, by: client, redirect: SandboxCaller.redirect, verifier: SandboxCaller.verifier,
                at: now + age)
        }
        if isGood { try redeem() } else { #expect(throws: OAuthError.self) { try redeem() } }
    }

    @Test(
        "A refresh token is valid for half an hour, and forever with offline_access",
        arguments: [
            ("openid", Duration.seconds(1799), true), ("openid", .seconds(1800), false),
            ("openid offline_access", .seconds(86_400 * 365), true),
        ])
    func refresh(scope: String, age: Duration, isGood: Bool) throws {
        let now = ContinuousClock.now
        var book = TokenBook(tokenLifetime: .seconds(600))
        let code = book.giveCode(for: try request(scope: scope), to: account, at: now)
        let tokens = try book.redeem(
            code, by: client, redirect: SandboxCaller.redirect, verifier: SandboxCaller.verifier, at: now
        ).tokens
        #expect(book.grant(of: tokens.access, at: now + .seconds(599)) == tokens.grant)
        #expect(book.grant(of: tokens.access, at: now + .seconds(600)) == nil)
        let token = try #require(tokens.refresh)
        let refresh = { _ = try book.refresh(token, by: client, scope: nil, at: now + age) }
        if isGood { try refresh() } else { #expect(throws: OAuthError.self) { try refresh() } }
    }
}
