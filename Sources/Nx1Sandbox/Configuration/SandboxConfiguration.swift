/// The settings of a sandbox. Every setting has a default, so `.init()` is a complete configuration.
public struct SandboxConfiguration: Sendable {
    /// The port of 127.0.0.1 to listen on, 0 to 65535; 0 chooses a free one.
    public var port: Int
    /// The speed of runs: 1 is real time, 10 is ten times as fast. Finite and greater than 0.
    public var speed: Double
    /// The accepted pre-shared key (header `Authorization-PSK`): printable ASCII without spaces.
    public var apiKey: String
    /// The accepted bearer token (header `Authorization`): printable ASCII without spaces.
    public var accessToken: String
    /// The lifetime of access tokens issued by the sandbox's sign-in, in real time at any speed. Greater than 0, at
    /// most a year.
    public var tokenLifetime: Duration
    /// Deliberate faults of the service; none by default.
    public var faults: Set<ServiceFault> = []
    /// The secret of the client `nx1-batch`: printable ASCII without spaces. 128 random bits by default.
    public var batchClientSecret = "sandbox-secret-" + randomDigits()

    /// Creates a configuration; the key and token are random by default, 128 bits each.
    public init(
        port: Int = 0,
        speed: Double = 1,
        apiKey: String? = nil,
        accessToken: String? = nil,
        tokenLifetime: Duration = .seconds(600)
    ) {
        self.port = port
        self.speed = speed
        self.apiKey = apiKey ?? "sandbox-" + Self.randomDigits()
        self.accessToken = accessToken ?? "sandbox-token-" + Self.randomDigits()
        self.tokenLifetime = tokenLifetime
    }

    /// 128 random bits as 32 hexadecimal digits.
    package static func randomDigits() -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<32).map { _ in digits[Int.random(in: 0..<16)] })
    }
}

extension SandboxConfiguration {
    /// - Throws: ``SandboxError`` for an invalid setting.
    func check() throws {
        guard (0...65535).contains(port) else {
            throw SandboxError(.invalidConfiguration, "The port must be between 0 and 65535, not \(port).")
        }
        guard speed > 0, speed.isFinite else {
            throw SandboxError(
                .invalidConfiguration,
                "The speed must be a number greater than 0, such as 10, not \(speed).")
        }
        guard tokenLifetime > .zero, tokenLifetime <= .seconds(365 * 86_400) else {
            throw SandboxError(
                .invalidConfiguration,
                "The lifetime of a token must be more than 0 seconds and at most a year, "
                    + "not \(tokenLifetime / .seconds(1)) s.")
        }
        for (name, value) in [("key", apiKey), ("token", accessToken), ("client secret", batchClientSecret)] {
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw SandboxError(
                    .invalidConfiguration,
                    "The \(name) must be printable ASCII characters without spaces, and can't be empty.")
            }
        }
    }
}
