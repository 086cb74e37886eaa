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

/// The response of a device authorization endpoint (RFC 8628, section 3.2).
struct DeviceAuthorization: Sendable, Hashable {
    /// The part to show to the person.
    let code: DeviceCode
    /// The code to send to the token endpoint.
    let deviceCode: Secret
    /// The pause before each request to the token endpoint, from 1 to 60 seconds.
    let interval: Duration

    /// The interval if the provider sends none (section 3.2).
    static let usualInterval: Duration = .seconds(5)
    /// The lifetime if the provider sends none, although the RFC requires it.
    static let usualLifetime: Duration = .seconds(600)
    /// The maximum lifetime, whatever the provider sends.
    static let longestLifetime: Duration = .seconds(3600)

    /// Parses the body of a response with status 200.
    /// - Throws: ``Nx1Error`` (`notUnderstood`). It doesn't quote the body, which contains a secret.
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
        // Google's name predates the RFC's.
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

    /// Whether a person can safely open the address: HTTPS, or plain HTTP on this machine, and no user name that looks
    /// like a host.
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
