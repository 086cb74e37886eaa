import Nx1Events
import Nx1Values

/// What a person needs to sign in on another device (RFC 8628, section 3.2).
public struct DeviceCode: Sendable, Hashable {
    /// The code to enter, such as `WDJB-MJHT`.
    public let userCode: String
    /// The page to enter it on.
    public let address: String
    /// The page with the code filled in, if the provider has one.
    public let completeAddress: String?
    /// How long the code is valid from when it arrived; at most an hour.
    public let lifetime: Duration
}

/// The answer of a device authorization endpoint (RFC 8628, section 3.2).
struct DeviceAuthorization: Sendable, Hashable {
    /// What the person is shown.
    let code: DeviceCode
    /// What the token endpoint is asked with.
    let deviceCode: Secret
    /// The pause before each request to the token endpoint, from 1 to 60 seconds.
    let interval: Duration

    /// Used if the provider names no interval (section 3.2).
    static let usualInterval: Duration = .seconds(5)
    /// Used if the provider doesn't say when the code expires, which the RFC requires.
    static let usualLifetime: Duration = .seconds(600)
    /// A wait has a bound, whatever the provider says.
    static let longestLifetime: Duration = .seconds(3600)

    /// Reads the body of an answer with status 200.
    /// - Throws: ``Nx1Error`` (`notUnderstood`), which quotes nothing of the body: it holds a secret.
    init(_ body: [UInt8], from endpoint: ProviderEndpoint) throws(Nx1Error) {
        func error(_ reason: String) -> Nx1Error {
            Nx1Error(
                .notUnderstood,
                "Couldn't parse the device code from \(endpoint.address): \(reason).",
                advice: Provider.advice)
        }
        guard let answer = (try? JSONValue(parsing: body))?.object else {
            throw error("it isn't a JSON object")
        }
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { answer[$0]?.string }.first { !$0.isEmpty }
        }
        guard let deviceCode = text("device_code") else { throw error("device_code is missing") }
        guard let userCode = text("user_code") else { throw error("user_code is missing") }
        // Google's name for it is older than the RFC's.
        guard let address = text("verification_uri", "verification_url") else {
            throw error("verification_uri is missing")
        }
        guard Self.isUsable(address) else { throw error("verification_uri isn't a valid https address") }
        let complete = text("verification_uri_complete", "verification_url_complete")
        self.deviceCode = Secret(deviceCode)
        code = DeviceCode(
            userCode: OneLine(userCode, limit: 100).text, address: address,
            completeAddress: complete.flatMap { Self.isUsable($0) ? $0 : nil },
            lifetime: Self.seconds(answer["expires_in"]).map { min($0, Self.longestLifetime) }
                ?? Self.usualLifetime)
        interval = min(max(Self.seconds(answer["interval"]) ?? Self.usualInterval, .seconds(1)), .seconds(60))
    }

    /// Whether a person can be sent there: HTTPS, or plain HTTP on this machine, and no user name that looks like a host.
    private static func isUsable(_ address: String) -> Bool {
        address.utf8.count <= 2000 && address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && ProviderEndpoint(String(address.prefix { $0 != "#" })) != nil
    }

    private static func seconds(_ value: JSONValue?) -> Duration? {
        guard let seconds = value?.double ?? value?.string.flatMap(Double.init), seconds > 0 else {
            return nil
        }
        return Seconds(clamping: seconds)?.duration
    }
}
