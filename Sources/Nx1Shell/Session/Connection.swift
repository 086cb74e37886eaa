import Logging
import Nx1Client

/// The way to the service: settings put together when first asked for, and the one client made from them.
struct Connection {
    private let environment: [String: String]
    private var overrides: ConnectionOverrides
    private var resolved: Result<ConnectionSettings, Nx1Error>? {
        didSet { cover = nil }
    }
    private var cover: (@Sendable (String) -> String)?
    private var client: Nx1?
    private let warn: @Sendable (String) -> Void

    /// - Parameter warn: told what has to be known about each client that is made.
    init(
        overrides: ConnectionOverrides, environment: [String: String],
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.warn = warn
        self.overrides = overrides
        self.environment = environment
    }

    /// Where the profiles are, and which.
    func profiles() throws(Nx1Error) -> ProfileFile {
        try ProfileFile(path: ProfileFile.path(in: environment))
    }

    /// The files that hold secrets, whether they are there or not.
    var secretFiles: [String] {
        [ProfileFile.path(in: environment)]
            + [ConnectionSettings.tokensPath(in: environment), overrides.apiKeyFile].compactMap(\.self)
    }

    /// The settings in force.
    mutating func settings() throws(Nx1Error) -> ConnectionSettings {
        if let resolved { return try resolved.get() }
        let result = Result { () throws(Nx1Error) in
            try ConnectionSettings(overrides: overrides, environment: environment, profiles: profiles())
        }
        resolved = result
        return try result.get()
    }

    /// Covers the secrets of the settings in force in a text, and the tokens that were got with them.
    mutating func secretCover() -> @Sendable (String) -> String {
        if let client { return { client.coveringSecrets(in: $0) } }
        if let cover { return cover }
        guard let settings = try? settings() else { return { $0 } }
        let made = settings.secretCover()
        cover = made
        return made
    }

    /// The client, made when first needed.
    /// - Parameter logger: where it tells of its work.
    mutating func open(logger: Logger) throws(Nx1Error) -> Nx1 {
        if let client { return client }
        let settings = try settings()
        var configuration = try settings.clientConfiguration()
        configuration.speakAsShell()
        configuration.logger = logger
        let made = Nx1(configuration)
        if let warning = settings.certificateWarning(at: configuration.address) { warn(warning) }
        client = made
        return made
    }

    /// Changes to the profile `name`, if it is there and makes sense.
    mutating func use(profile name: String) throws(Nx1Error) {
        var changed = overrides
        changed.profile = name
        let settings = try ConnectionSettings(
            overrides: changed, environment: environment, profiles: profiles())
        overrides = changed
        resolved = .success(settings)
    }

    /// Takes what the command line could have said.
    mutating func override(_ overrides: ConnectionOverrides) {
        self.overrides = overrides
        resolved = nil
    }

    /// Forgets what was read of the profiles, one of which has changed; `name` is not asked for by name any more.
    mutating func readAnew(withoutProfile name: String? = nil) {
        if let name, overrides.profile == name { overrides.profile = nil }
        resolved = nil
    }

    /// Lets go of the client, which the caller closes; the next use makes another.
    mutating func release() -> Nx1? {
        defer { client = nil }
        return client
    }
}

extension ConnectionSettings {
    /// What has to be said if the certificate of `address` is not checked.
    fileprivate func certificateWarning(at address: ServiceAddress) -> String? {
        guard !verifiesCertificates.value, address.scheme == "https" else { return nil }
        return
            "Warning: the certificate of \(address) is not checked (\(verifiesCertificates.source)), so whoever is on the "
            + "way can read the key and the answers. --ca-file names an authority to trust instead."
    }
}
