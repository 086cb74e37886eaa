import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// A browser and a client of the sandbox's sign-in, as far as tests need them.
extension SandboxCaller {
    static let endpoints = "/realms/sandbox/protocol/openid-connect"
    static let redirect = "http://127.0.0.1:4711/back"
    static let verifier = String(repeating: "verifier-of-nx1-", count: 3)
    static let challenge = base64URL(Data(SHA256.hash(data: Data(verifier.utf8))))

    /// A valid request to the authorization endpoint, with the given changes; an empty value omits a parameter.
    static func authorizationPath(_ changes: [String: String] = [:]) -> String {
        var parameters = [
            "client_id": "nx1sh", "redirect_uri": redirect, "response_type": "code", "state": "s&1",
            "scope": "openid profile offline_access", "code_challenge": challenge,
            "code_challenge_method": "S256", "nonce": "n-1",
        ]
        parameters.merge(changes) { $1 }
        return endpoints + "/auth?" + form(parameters)
    }

    static func form(_ parameters: [String: String]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return parameters.filter { !$0.value.isEmpty }.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    /// Sends a form to an endpoint; `basic` is the client's id and secret.
    func send(
        _ parameters: [String: String], to endpoint: String = "/token", basic: (String, String)? = nil
    ) async throws -> Answer {
        try await sendText(Self.form(parameters), to: endpoint, basic: basic)
    }

    func sendText(
        _ text: String, to endpoint: String = "/token", basic: (String, String)? = nil,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        var headers: HTTPHeaders = ["Content-Type": type]
        if let basic {
            let pair = Data("\(basic.0):\(basic.1)".utf8).base64EncodedString()
            headers.add(name: "Authorization", value: "Basic \(pair)")
        }
        return try await call(
            .POST, Self.endpoints + endpoint, body: ByteBuffer(string: text), headers: headers,
            signedIn: false)
    }

    /// Presses a button of the page, and returns the parameters of the redirect.
    func press(_ button: String, changes: [String: String] = [:]) async throws -> [String: String] {
        let answer = try await call(
            .POST, Self.authorizationPath(changes), body: ByteBuffer(string: "decision=\(button)"),
            headers: ["Content-Type": "application/x-www-form-urlencoded"], signedIn: false)
        #expect(answer.status == 302, "\(answer.text)")
        return try answer.redirection()
    }

    /// Signs in as the person, up to the code.
    func code(_ changes: [String: String] = [:]) async throws -> String {
        try #require(try await press("allow", changes: changes)["code"])
    }

    /// Redeems a code, with changes to a valid request.
    func redeem(_ code: String, _ changes: [String: String] = [:]) async throws -> Answer {
        let parameters = [
            "grant_type": "authorization_code", "client_id": "nx1sh", "code": code,
            "redirect_uri": Self.redirect, "code_verifier": Self.verifier,
        ]
        return try await send(parameters.merging(changes) { $1 })
    }

    func refresh(_ token: String, _ changes: [String: String] = [:]) async throws -> Answer {
        let parameters = ["grant_type": "refresh_token", "client_id": "nx1sh", "refresh_token": token]
        return try await send(parameters.merging(changes) { $1 })
    }

    /// The status of a call that is signed with the token.
    func status(with token: String) async throws -> Int {
        try await call(
            .GET, "/api/crews/types", headers: ["Authorization": "Bearer \(token)"], signedIn: false
        ).status
    }
}

extension Answer {
    /// The parameters that a response adds to the redirect address.
    func redirection() throws -> [String: String] {
        let location = try #require(headers.first(name: "Location"))
        #expect(location.hasPrefix(SandboxCaller.redirect + "?"), "\(location)")
        let items = try #require(URLComponents(string: location)?.queryItems)
        return Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
    }

    func text(_ name: String) throws -> String {
        try #require(try object()[name] as? String, "no \(name): \(text)")
    }

    /// Status and OAuth error code, as in "400 invalid_grant"; a description is required.
    func refusal() throws -> String {
        #expect(try !text("error_description").isEmpty)
        #expect(headers["Cache-Control"] == ["no-store"])
        return "\(status) \(try text("error"))"
    }
}
