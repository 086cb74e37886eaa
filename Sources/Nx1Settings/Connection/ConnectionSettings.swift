import Nx1Events
public import Nx1HTTP
import Nx1SignIn
public import Nx1Values

/// The settings of a connection. For each, flags override environment variables, which override the profile
/// (`api/README.md`, "The official tool"). An empty variable counts as unset.
public struct ConnectionSettings: Sendable, Hashable {
    /// The profile in use, if any.
    public let profile: Profile?
    /// The service's address as written.
    public let host: Setting<String>?
    /// How requests are authorized, and where that's set.
    public let signIn: Setting<SignIn>?
    /// Whether certificates are checked.
    public let verifiesCertificates: Setting<Bool>
    /// The file that replaces the system's certificate authorities, if set.
    public let certificateAuthorities: CertificateAuthorities?
    /// The proxies set in the environment.
    public let proxies: ProxySettings
    /// The limit for one request.
    public let timeout: Setting<Duration>
    /// The path of the token file; see ``tokensPath(in:)``.
    public let tokensPath: String?
    /// What to retry, and for how long.
    public let retryPolicy: RetryPolicy

    /// Combines the three sources.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if a profile is named that doesn't exist.
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
        // Each source as a whole: a key in the environment overrides any sign-in of the profile.
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
                // Shells don't expand the tilde of --ca-file=~/ca.pem, nor is it expanded in a profile.
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

    /// The path of the token file: `tokens.json` in the shell's folder (`NX1_SHELL_HOME`, or `~/.nx1/shell`), so that
    /// all programs with the same profiles share the sign-in. Nil if `HOME` isn't set.
    public static func tokensPath(in environment: [String: String]) -> String? {
        if let folder = environment["NX1_SHELL_HOME"], !folder.isEmpty { return folder + "/tokens.json" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return home + "/.nx1/shell/tokens.json"
    }

    /// Returns a function that replaces the secrets of these settings with `***`, also in encoded form, for texts that
    /// are stored. It takes time linear in a text's length. Creating it is expensive, so keep the function.
    public func secretCover() -> @Sendable (String) -> String {
        SecretMask(signIn?.value.secrets ?? []).masked
    }

    private static func retryPolicy(within budget: Duration?) -> RetryPolicy {
        guard let budget else { return RetryPolicy() }
        // With an explicit budget, only the time counts.
        return budget > .zero ? RetryPolicy(retries: 1000, budget: budget) : .never
    }

    /// The client configuration for these settings.
    /// - Throws: ``Nx1Error``: `invalidSetting` if the host is missing, or the host, proxy, certificate authorities or
    ///   credentials aren't valid; `notSignedIn` if there are no credentials.
    public func clientConfiguration() throws(Nx1Error) -> ClientConfiguration {
        guard let host else {
            let missing = signIn == nil ? "No host and no key are set" : "No host is set"
            throw Nx1Error(
                .invalidSetting, "\(missing).",
                problem: .missingHost(isKeyMissing: signIn == nil))
        }
        guard let signIn else {
            // An invalid host is the first thing to fix.
            _ = try ServiceAddress(host.value)
            throw Nx1Error(
                .notSignedIn, "No key is set for \(host.value).", problem: .missingKey(host: host.value))
        }
        var configuration = try configuration(forHost: host.value)
        configuration.credentials = try credentials(for: signIn)
        // Checks proxy and certificate authorities now; plain HTTP needs neither.
        if configuration.address.scheme == "https" {
            _ = try proxies.proxy(for: configuration.address)
            if verifiesCertificates.value { try certificateAuthorities?.check() }
        } else if case .flag? = certificateAuthorities?.source {
            // A file named on the command line must exist, whether or not it's needed.
            try certificateAuthorities?.check()
        }
        return configuration
    }

    /// The configuration without credentials, with nothing checked but the address.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    package func configuration(forHost host: String) throws(Nx1Error) -> ClientConfiguration {
        var configuration = try ClientConfiguration(host: host)
        configuration.secrets = signIn?.value.secrets ?? []
        configuration.givenSignInAdvice = nil
        configuration.signInProblem = signIn?.problemWhenRefused
        configuration.limits.request = timeout.value
        configuration.retryPolicy = retryPolicy
        configuration.verifiesCertificates = verifiesCertificates.value
        configuration.certificateAuthorities = certificateAuthorities
        configuration.proxies = proxies
        return configuration
    }

    /// The credentials that authorize requests.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the settings aren't valid.
    package func credentials(for signIn: Setting<SignIn>) throws(Nx1Error) -> any Credentials {
        do {
            return try uncheckedCredentials(for: signIn)
        } catch {
            throw error.about(signIn.source)
        }
    }

    private func uncheckedCredentials(for signIn: Setting<SignIn>) throws(Nx1Error) -> any Credentials {
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
                    "Couldn't find a folder for the token file of \(signIn.source): neither HOME nor NX1_SHELL_HOME is set.",
                    advice: "Set NX1_SHELL_HOME to a folder that you own.")
            }
            return BrowserSignIn(client, tokens: TokenFile(path: tokensPath))
        }
    }
}

extension Nx1Error {
    /// A copy that names the source of the invalid setting, unless the message already does.
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
    /// `--host`, or the sandbox's; the source is shown by `:auth`.
    public var host: Setting<String>?
    /// `--api-key`, or the content of `--api-key-file`; the source is shown by `:auth`.
    public var apiKey: Setting<Secret>?
    /// The file that ``apiKey`` was read from, if any, for a warning if other users can read it.
    public var apiKeyFile: String?
    /// `--no-verify-ssl` sets it to false.
    public var verifiesCertificates: Bool?
    /// `--ca-file`
    public var certificateAuthorities: String?
    /// `--timeout`, for one request.
    public var timeout: Duration?

    /// `--retry-for`, how long to retry transient failures; zero means never.
    public var retryBudget: Duration?

    /// The program's names of three overrides, for messages and ``SettingSource/flag(_:)``; the others carry their
    /// source.
    public struct Names: Sendable, Hashable {
        /// The flag that turns off certificate checks.
        public var verifiesCertificates = "verifiesCertificates"
        /// The flag that names the file of certificate authorities.
        public var certificateAuthorities = "certificateAuthorities"
        /// The flag that limits a request.
        public var timeout = "timeout"

        /// Creates names equal to those of the properties.
        public init() {}
    }

    /// The program's names of the overrides.
    public var names = Names()

    /// No overrides.
    public init() {}
}
