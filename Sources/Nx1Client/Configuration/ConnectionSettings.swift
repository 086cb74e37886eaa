/// How to reach the service, and as whom: flag, then environment, then profile, each setting on its own
/// (`api/README.md`, "The official tool"). An empty variable counts as not set.
public struct ConnectionSettings: Sendable, Hashable {
    /// The profile in use, if there is one.
    public let profile: Profile?
    /// The service's address as written.
    public let host: Setting<String>?
    /// The pre-shared key.
    public let apiKey: Setting<Secret>?
    /// Whether certificates are checked.
    public let verifiesCertificates: Setting<Bool>
    /// Whom to trust in place of the system's certificate authorities, if told.
    public let certificateAuthorities: CertificateAuthorities?
    /// What the environment says about proxies.
    public let proxies: ProxySettings
    /// The limit for one request.
    public let timeout: Setting<Duration>

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
        apiKey =
            overrides.apiKey
            ?? variable("NX1_API_KEY", "LAKEHOUSE_API_KEY").map { Setting(Secret($0.value), from: $0.source) }
            ?? profile?.apiKey.map { Setting($0, from: source) }
        verifiesCertificates =
            overrides.verifiesCertificates.map { Setting($0, from: .flag("--no-verify-ssl")) }
            ?? profile?.verifySSL.map { Setting($0, from: source) } ?? Setting(true, from: .standard)
        certificateAuthorities =
            (overrides.certificateAuthorities.map { Setting($0, from: .flag("--ca-file")) }
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
            overrides.timeout.map { Setting($0, from: .flag("--timeout")) }
            ?? profile?.timeout.map { Setting(.seconds($0), from: source) }
            ?? Setting(.seconds(30), from: .standard)
    }

    /// The configuration of a client for these settings.
    /// - Throws: ``Nx1Error``: `invalidSetting` if the host is missing, or host, key, proxy or certificate authorities can't be
    ///   used;
    ///   `notSignedIn` if there is no key.
    public func clientConfiguration() throws(Nx1Error) -> ClientConfiguration {
        guard let host else {
            let missing = apiKey == nil ? "No host and no key are set" : "No host is set"
            let toSet = apiKey == nil ? "NX1_HOST and NX1_API_KEY" : "NX1_HOST"
            throw .invalidSetting(
                "\(missing), so there is no service to ask.",
                advice:
                    "Set \(toSet), or put a profile into ~/.nx1/profiles; nx1sh --sandbox tries the shell without one."
            )
        }
        guard let apiKey else {
            // An unusable host is the first thing to mend.
            _ = try ServiceAddress(host.value)
            throw Nx1Error(
                .notSignedIn, "There is no key for \(host.value).",
                advice:
                    "Set NX1_API_KEY, or api_key in the profile; the portal makes one (Settings, Personal PSK)."
            )
        }
        var configuration = try ClientConfiguration(
            host: host.value, credentials: .preSharedKey(apiKey.value.reveal()))
        configuration.limits.request = timeout.value
        configuration.verifiesCertificates = verifiesCertificates.value
        configuration.certificateAuthorities = certificateAuthorities
        configuration.proxies = proxies
        // What the way out needs is found out now; plain HTTP needs neither.
        if configuration.address.scheme == "https" {
            _ = try proxies.proxy(for: configuration.address)
            if verifiesCertificates.value { try certificateAuthorities?.check() }
        }
        return configuration
    }
}
