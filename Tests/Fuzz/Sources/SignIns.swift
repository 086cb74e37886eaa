@testable import Nx1Events
@testable import Nx1SignIn
@testable import Nx1Values

/// For any input of a provider, a browser or a user during a sign-in, waits are limited, URLs are safe to show, and
/// no error quotes a code or a token.
func checkSignIn(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let check = choices.one(of: [
        checkDescription, checkTokens, checkDeviceCode, checkPastedAddress, checkRedirect, checkRefusal,
        checkCommandOutcome,
    ])
    check(Array(choices.rest))
}

private let client = try? OAuthClient(issuer: "https://sso.example/realms/r", clientID: "me")
private let endpoint = ProviderEndpoint("https://sso.example/token")

private func checkDescription(_ bytes: [UInt8]) {
    guard let client, let description = try? JSONValue(parsing: bytes) else { return }
    guard let provider = try? Provider(description, of: client.issuer) else { return }
    promise(provider.isNamed(client.issuer.description), "another provider's description is rejected")
    for place in [
        provider.token, provider.authorization, provider.revocation, provider.deviceAuthorization,
    ].compactMap(\.self) {
        promise(isSafe(place.description), "tokens are only sent over TLS or to this machine: \(place)")
    }
}

private func checkTokens(_ bytes: [UInt8]) {
    guard let endpoint else { return }
    do throws(Nx1Error) {
        let answer = try TokenAnswer(Planted.bytes(bytes, behind: "_token\":\""), from: endpoint)
        promise(
            answer.lifetime > .zero && answer.lifetime <= .seconds(315_360_000),
            "a token's lifetime is limited")
        if let token = answer.idToken {
            _ = TokenClaims(token)?.user
            if let client {
                try? IdentityTokenCheck(
                    client: client, provider: .keycloak(client.issuer), nonce: Secret("n")
                )
                .check(token)
            }
        }
    } catch {
        promise(!Planted.isIn("\(error)"), "an error quotes no token: \(error)")
    }
}

private func checkDeviceCode(_ bytes: [UInt8]) {
    guard let endpoint else { return }
    do throws(Nx1Error) {
        let answer = try DeviceAuthorization(Planted.bytes(bytes, behind: "_code\":\""), from: endpoint)
        promise(
            answer.interval >= .seconds(1) && answer.interval <= .seconds(60),
            "a polling interval is between 1 and 60 seconds")
        promise(
            answer.code.lifetime > .zero && answer.code.lifetime <= .seconds(3600),
            "a code expires within an hour")
        promise(isSafe(answer.code.address), "the page is safe to open: \(answer.code.address)")
        promise(answer.code.completeAddress.map(isSafe) ?? true, "the complete URL is safe to open")
        promise(
            answer.code.userCode.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
            "a user code has no control characters")
        var polling = DevicePolling(every: answer.interval, for: answer.code.lifetime, from: .zero)
        polling.heed(.slowDown)
        promise(polling.step(at: answer.code.lifetime) == .expire, "polling ends when the code expires")
    } catch {
        promise(!Planted.isIn("\(error)"), "an error quotes no code: \(error)")
    }
}

private func checkPastedAddress(_ bytes: [UInt8]) {
    guard let client else { return }
    let text = String(decoding: Planted.bytes(bytes, behind: "code="), as: UTF8.self)
    if quotes(text) { return }
    var reception = RedirectReception(
        SignInAttempt(client, at: .keycloak(client.issuer), state: Secret("s")))
    do throws(Nx1Error) {
        guard let outcome = try reception.receive(pasted: text) else {
            return promise(false, "the first answer is used")
        }
        promise(
            text.firstRange(of: "=s") != nil || text.firstRange(of: "%73") != nil,
            "the state matches: \(text)")
        if case .failure(let error) = outcome {
            promise(!Planted.isIn("\(error)"), "an error quotes no code: \(error)")
        }
        promise((try? reception.receive(pasted: text)) == .some(nil), "an answer is only used once")
    } catch {
        promise(!Planted.isIn("\(error)"), "an error quotes no code: \(error)")
        let ours = try? reception.receive(pasted: "http://127.0.0.1:1/callback?code=c&state=s")
        promise(ours != nil, "the right URL can still be pasted")
    }
}

private func checkRedirect(_ bytes: [UInt8]) {
    guard let client else { return }
    let target = String(decoding: Planted.bytes(bytes, behind: "code="), as: UTF8.self)
    if quotes(target) { return }
    var reception = RedirectReception(
        SignInAttempt(client, at: .keycloak(client.issuer), state: Secret("s")))
    let (page, outcome) = reception.receive(method: "GET", target: target)
    promise(!Planted.isIn(page.html), "a page doesn't repeat the code")
    if case .failure(let error) = outcome {
        promise(!Planted.isIn("\(error)"), "an error quotes no code: \(error)")
    }
}

/// Whether the code is in a parameter that messages quote. No provider puts it there.
private func quotes(_ address: String) -> Bool {
    let fields = FormFields(parsing: address.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" })
    return fields.fields.contains { $0.name != "code" && Planted.isIn($0.name + $0.value) }
}

private func checkRefusal(_ bytes: [UInt8]) {
    guard let client,
        let refusal = ProviderRefusal(
            Planted.bytes(bytes, behind: "\":\""), covering: [Secret(Planted.secret)])
    else { return }
    let error = refusal.error(for: client)
    promise(!Planted.isIn("\(error)"), "an error quotes no secret: \(error)")
    promise("\(error)".utf8.allSatisfy { $0 != 0x1B }, "an error has no escape characters")
}

private func checkCommandOutcome(_ bytes: [UInt8]) {
    guard let outcome = CommandOutcome(bytes) else { return }
    promise(CommandOutcome(outcome.bytes) == outcome, "an outcome survives a round trip")
}

private func isSafe(_ address: String) -> Bool {
    let isLocal = ["http://127.", "http://localhost", "http://[::1]"].contains {
        address.lowercased().hasPrefix($0)
    }
    return (address.lowercased().hasPrefix("https://") || isLocal)
        && address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}

/// A planted secret, which must not be in any output.
private enum Planted {
    static let secret = "K3Y-q7Zt-w9Xv-m2Lp"

    /// Inserts the secret after each `mark`.
    static func bytes(_ bytes: [UInt8], behind mark: String) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).replacing(mark, with: mark + secret).utf8)
    }

    static func isIn(_ text: String) -> Bool { text.firstRange(of: secret) != nil }
}
