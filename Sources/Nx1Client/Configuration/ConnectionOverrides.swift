/// What a command line says about the connection; it goes before the environment and the profile.
public struct ConnectionOverrides: Sendable, Hashable {
    /// `--profile`
    public var profile: String?
    /// `--host`, or the sandbox's own; which of them, for the answer to "who am I".
    public var host: Setting<String>?
    /// `--api-key`, or the content of `--api-key-file`; which of them, for the answer to "who am I".
    public var apiKey: Setting<Secret>?
    /// The file that ``apiKey`` was read from, if it was one, so that others' looking into it can be pointed out.
    public var apiKeyFile: String?
    /// `--no-verify-ssl` sets it to false.
    public var verifiesCertificates: Bool?
    /// `--ca-file`
    public var certificateAuthorities: String?
    /// `--timeout`, for one request.
    public var timeout: Duration?

    /// `--retry-for`, how long what fails in passing is tried again; zero is never.
    public var retryBudget: Duration?

    /// No overrides.
    public init() {}
}
