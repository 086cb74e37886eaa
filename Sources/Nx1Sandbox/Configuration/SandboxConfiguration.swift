/// How a sandbox is to run. Every setting has a default, so `.init()` is a whole configuration.
public struct SandboxConfiguration: Sendable {
    /// The port of 127.0.0.1 to listen on, 0 to 65535; 0 takes any that is free.
    public var port: Int
    /// How fast time passes in runs: 1 is natural, 10 is ten times as fast. Greater than 0, and finite.
    public var speed: Double
    /// The pre-shared key that is accepted (header `Authorization-PSK`): printable ASCII without spaces.
    public var apiKey: String
    /// The bearer token that is accepted (header `Authorization`): printable ASCII without spaces.
    public var accessToken: String
    /// How long the access tokens last that the sandbox's sign-in gives out, in real time, whatever the speed. Greater
    /// than 0, at most a year.
    public var tokenLifetime: Duration
    /// What the service does wrong on purpose; nothing, unless set.
    public var faults: Set<ServiceFault> = []
    /// The secret of the client `nx1-batch`: printable ASCII without spaces. Random, 128 bits, unless set.
    public var batchClientSecret = "sandbox-secret-" + randomDigits()

    /// A configuration; key and token are random, 128 bits each, unless they are given.
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
    /// - Throws: ``SandboxError`` for a setting that makes no sense.
    func check() throws {
        guard (0...65535).contains(port) else {
            throw SandboxError(.invalidConfiguration, "The port has to be 0 to 65535; \(port) is not.")
        }
        guard speed > 0, speed.isFinite else {
            throw SandboxError(
                .invalidConfiguration,
                "The speed has to be a number greater than 0, such as 10; \(speed) is not.")
        }
        guard tokenLifetime > .zero, tokenLifetime <= .seconds(365 * 86_400) else {
            throw SandboxError(
                .invalidConfiguration,
                "The lifetime of a token has to be more than 0 seconds and at most a year; "
                    + "\(tokenLifetime / .seconds(1)) s is not.")
        }
        for (name, value) in [("key", apiKey), ("token", accessToken), ("client secret", batchClientSecret)] {
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw SandboxError(
                    .invalidConfiguration,
                    "The \(name) has to be printable ASCII characters without spaces, at least one of them.")
            }
        }
    }
}
