import Nx1Sandbox

/// The codes issued to devices without a browser (RFC 8628), as a value: every method takes the time.
struct DeviceBook: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        let client: RegisteredClient
        let scope: Scope
        /// `BASE64URL(SHA256(code_verifier))`, if the device sent one.
        let challenge: String?
        let userCode: String
        let end: Instant
        var interval: Duration
        var lastAsked: Instant?
        /// The person's decision; nil until then.
        var isAllowed: Bool?
    }

    static let lifetime: Duration = .seconds(600)
    static let interval: Duration = .seconds(1)
    /// A request that a timer sent slightly early is accepted.
    private static let tolerance: Duration = .milliseconds(100)

    private var entries: [String: Entry] = [:]

    /// Issues a code for the device, and one for the person: consonants only, to avoid words (RFC 8628, section 6.1).
    mutating func giveCode(
        to client: RegisteredClient, scope: Scope, challenge: String?, at now: Instant
    ) -> (device: String, user: String) {
        entries = entries.filter { $0.value.end > now - Self.lifetime }
        let letters = (0..<8).compactMap { _ in "BCDFGHJKLMNPQRSTVWXZ".randomElement() }
        let user = String(letters.prefix(4)) + "-" + String(letters.dropFirst(4))
        let device = SandboxConfiguration.randomDigits()
        entries[device] = Entry(
            client: client, scope: scope, challenge: challenge, userCode: user, end: now + Self.lifetime,
            interval: Self.interval)
        return (device, user)
    }

    /// Records the person's decision about a code, however it is typed.
    /// - Returns: false if no device waits for that code.
    mutating func decide(_ userCode: String, isAllowed: Bool, at now: Instant) -> Bool {
        guard let place = place(of: userCode, at: now) else { return false }
        entries[place]?.isAllowed = isAllowed
        return true
    }

    /// Redeems a device's code.
    /// - Returns: the granted scope.
    /// - Throws: ``OAuthError``, also while the person hasn't decided.
    mutating func redeem(
        _ code: String, by client: RegisteredClient, verifier: String?, at now: Instant
    ) throws -> Scope {
        guard let entry = entries[code], entry.client.id == client.id else {
            throw OAuthError(.invalidGrant, "Unknown device_code.")
        }
        if let challenge = entry.challenge, verifier.map({ CodeChallenge(of: $0).text }) != challenge {
            throw OAuthError(.invalidGrant, "The code_verifier doesn't match the code_challenge.")
        }
        guard entry.end > now else { throw OAuthError(.expiredToken, "The device_code has expired.") }
        if let last = entry.lastAsked, now - last < entry.interval - Self.tolerance {
            entries[code]?.interval += .seconds(5)
            throw OAuthError(.slowDown, "Polling too fast: the interval is now 5 seconds longer.")
        }
        entries[code]?.lastAsked = now
        guard let isAllowed = entry.isAllowed else {
            throw OAuthError(.authorizationPending, "The person hasn't decided yet.")
        }
        entries[code] = nil
        guard isAllowed else { throw OAuthError(.accessDenied, "The person denied the request.") }
        return entry.scope
    }

    private func place(of userCode: String, at now: Instant) -> String? {
        let typed = userCode.uppercased().filter(\.isLetter)
        return entries.first {
            $0.value.userCode.filter(\.isLetter) == typed && $0.value.end > now && $0.value.isAllowed == nil
        }?.key
    }
}
