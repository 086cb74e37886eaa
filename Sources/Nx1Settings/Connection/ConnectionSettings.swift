import Nx1Events
public import Nx1HTTP
import Nx1SignIn
public import Nx1Values

/// How to reach the service, and as whom: flag, then environment, then profile, each setting on its own
/// (`api/README.md`, "The official tool"). An empty variable counts as not set.
public struct ConnectionSettings: Sendable, Hashable {
    /// The profile in use, if there is one.
    public let profile: Profile?
    /// The service's address as written.
    public let host: Setting<String>?
    /// How requests are signed, and which setting says so.
    public let signIn: Setting<SignIn>?
    /// Whether certificates are checked.
    public let verifiesCertificates: Setting<Bool>
    /// Whom to trust in place of the system's certificate authorities, if told.
    public let certificateAuthorities: CertificateAuthorities?
    /// What the environment says about proxies.
    public let proxies: ProxySettings
    /// The limit for one request.
    public let timeout: Setting<Duration>
    /// Where the tokens of a sign-in with the browser are kept; see ``tokensPath(in:)``.
    public let tokensPath: String?
    /// What is tried again, and for how long.
    public let retryPolicy: RetryPolicy

    /// Puts the three sources together.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if a profile is asked for by name and isn't there.
    public init(
        overrides: ConnectionOverrides, environment: [String: String], profiles: ProfileFile
    ) throws(Nx1Error) {
        func variable(_ names: String...) -> Setting<String>? {
            for name in names {
                if let value = environment[name], !value.isEmpty {
                    return Setting(value, from: .environment(name))
                }
            }
            return nil
        }
        if let name = overrides.profile ?? variable("NX1_PROFILE")?.value {
            profile = try profiles.profile(named: name)
        } else {
            profile = profiles.profiles.first { $0.name == "default" }
        }
        let source = SettingSource.profile(profile?.name ?? "")
        host =
            overrides.host ?? variable("NX1_HOST", "LAKEHOUSE_HOST")
            ?? profile?.host.map { Setting($0, from: source) }
        // Each source as a whole: a key in the environment goes before any sign-in of the profile.
        signIn =
            overrides.apiKey.map { Setting(.preSharedKey($0.value), from: $0.source) }
            ?? variable("NX1_API_KEY", "LAKEHOUSE_API_KEY")
            .map { Setting(.preSharedKey(Secret($0.value)), from: $0.source) }
            ?? variable("NX1_ACCESS_TOKEN").map { Setting(.accessToken(Secret($0.value)), from: $0.source) }
            ?? variable("NX1_ACCESS_TOKEN_COMMAND")
            .map { Setting(.accessTokenCommand(Secret($0.value)), from: $0.source) }
            ?? variable("NX1_API_KEY_COMMAND")
            .map { Setting(.preSharedKeyCommand(Secret($0.value)), from: $0.source) }
            ?? profile?.signIn.map { Setting($0, from: source) }
        tokensPath = Self.tokensPath(in: environment)
        verifiesCertificates =
            overrides.verifiesCertificates.map {
                Setting($0, from: .flag(overrides.names.verifiesCertificates))
            }
            ?? profile?.verifySSL.map { Setting($0, from: source) } ?? Setting(true, from: .standard)
        retryPolicy = Self.retryPolicy(within: overrides.retryBudget)
        certificateAuthorities =
            (overrides.certificateAuthorities.map {
                Setting($0, from: .flag(overrides.names.certificateAuthorities))
            }
            ?? variable("SSL_CERT_FILE") ?? profile?.certificateAuthorities.map { Setting($0, from: source) })
            .map { setting in
                // A shell leaves the tilde of --ca-file=~/ca.pem as it is, and a profile has no shell.
                let path = setting.value
                let isAtHome = path.hasPrefix("~/")
                return CertificateAuthorities(
                    file: isAtHome ? (environment["HOME"] ?? "") + path.dropFirst() : path,
                    source: setting.source)
            }
        proxies = ProxySettings(environment: environment)
        timeout =
            overrides.timeout.map { Setting($0, from: .flag(overrides.names.timeout)) }
            ?? profile?.timeout.flatMap { Seconds(clamping: $0) }.map { Setting($0.duration, from: source) }
            ?? Setting(.seconds(30), from: .standard)
    }

    /// Where the tokens of a sign-in with the browser are kept: `tokens.json` in the shell's folder (`NX1_SHELL_HOME`, or
    /// `~/.nx1/shell`), so that all programs that read the same profiles share the sign-in. Nil if there is no home.
    public static func tokensPath(in environment: [String: String]) -> String? {
        if let folder = environment["NX1_SHELL_HOME"], !folder.isEmpty { return folder + "/tokens.json" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return home + "/.nx1/shell/tokens.json"
    }

    /// Puts `***` in place of what these settings sign requests with, also where it stands encoded: for texts that are kept.
    /// Takes a time in proportion to a text's length; whoever keeps this function pays for its making once.
    public func secretCover() -> @Sendable (String) -> String {
        SecretMask(signIn?.value.secrets ?? []).masked
    }

    private static func retryPolicy(within budget: Duration?) -> RetryPolicy {
        guard let budget else { return RetryPolicy() }
        // Whoever says for how long doesn't want it to end earlier.
        return budget > .zero ? RetryPolicy(retries: 1000, budget: budget) : .never
    }

    /// The configuration of a client for these settings.
    /// - Throws: ``Nx1Error``: `invalidSetting` if the host is missing, or host, proxy, certificate authorities or what signs
    ///   requests can't be used; `notSignedIn` if there is nothing to sign them with.
    public func clientConfiguration() throws(Nx1Error) -> ClientConfiguration {
        guard let host else {
            let missing = signIn == nil ? "No host and no key are set" : "No host is set"
            throw Nx1Error(
                .invalidSetting, "\(missing).",
                problem: .missingHost(isKeyMissing: signIn == nil))
        }
        guard let signIn else {
            // An unusable host is the first thing to mend.
            _ = try ServiceAddress(host.value)
            throw Nx1Error(
                .notSignedIn, "No key is set for \(host.value).", problem: .missingKey(host: host.value))
        }
        var configuration = try ClientConfiguration(host: host.value)
        do {
            configuration.credentials = try credentials(for: signIn)
        } catch {
            throw error.about(signIn.source)
        }
        configuration.secrets = signIn.value.secrets
        configuration.givenSignInAdvice = nil
        configuration.signInProblem = signIn.problemWhenRefused
        configuration.limits.request = timeout.value
        configuration.retryPolicy = retryPolicy
        configuration.verifiesCertificates = verifiesCertificates.value
        configuration.certificateAuthorities = certificateAuthorities
        configuration.proxies = proxies
        // What the way out needs is found out now; plain HTTP needs neither.
        if configuration.address.scheme == "https" {
            _ = try proxies.proxy(for: configuration.address)
            if verifiesCertificates.value { try certificateAuthorities?.check() }
        } else if case .flag? = certificateAuthorities?.source {
            // Whoever names a file now means one that is there, whether it is needed or not.
            try certificateAuthorities?.check()
        }
        return configuration
    }

    private func credentials(for signIn: Setting<SignIn>) throws(Nx1Error) -> any Credentials {
        switch signIn.value {
        case .preSharedKey(let key): return try .preSharedKey(key.reveal())
        case .accessToken(let token): return try .bearerToken(token.reveal())
        case .accessTokenCommand(let command):
            return try TokenCommand(command.reveal())
        case .preSharedKeyCommand(let command):
            return try KeyCommand(command.reveal())
        case .clientCredentials(let settings):
            return ClientCredentials(try settings.client(from: signIn.source))
        case .browser(let settings):
            let client = try settings.client(from: signIn.source)
            guard let tokensPath else {
                throw .invalidSetting(
                    "Couldn't find a folder for the token file: neither HOME nor NX1_SHELL_HOME is set.",
                    advice: "Set NX1_SHELL_HOME to a folder that you own.")
            }
            return BrowserSignIn(client, tokens: TokenFile(path: tokensPath))
        }
    }
}

extension Nx1Error {
    /// The same, with where the setting comes from that makes no sense, unless it says so already.
    fileprivate func about(_ source: SettingSource) -> Nx1Error {
        guard !message.contains(source.description) else { return self }
        var copy = self
        copy.message += " It comes from \(source)."
        return copy
    }
}

/// The connection settings of a command line, which override the environment and the profile.
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

    /// How the program calls three of these, for messages and ``SettingSource/flag(_:)``; the others bring their source along.
    public struct Names: Sendable, Hashable {
        /// What turns the checking of certificates off.
        public var verifiesCertificates = "verifiesCertificates"
        /// What names the file of certificate authorities.
        public var certificateAuthorities = "certificateAuthorities"
        /// What limits a request.
        public var timeout = "timeout"

        /// The names of the properties.
        public init() {}
    }

    /// How the program calls these.
    public var names = Names()

    /// No overrides.
    public init() {}
}
