public import Nx1Client
import Nx1Events
package import Nx1Values
import RunJournal
import ShellOutput
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The connection to the service: settings resolved on first use, and the client made from them.
package final class Connection: Sendable {
    private struct State {
        var overrides: ConnectionOverrides
        var resolved: Result<ConnectionSettings, Nx1Error>? {
            didSet { cover = nil }
        }
        var cover: (@Sendable (String) -> String)?
        /// Secrets that are sent as inputs of requests.
        var inputSecrets: [Secret] = []
        var inputMask: SecretMask?
        var client: Nx1?
        var hasLookedAtFiles = false
    }

    private let environment: [String: String]
    private let warn: @Sendable (String) -> Void
    private let state: Mutex<State>
    /// The keys of the inputs that carry secrets.
    private let secretKeys = Mutex<Set<String>>([])

    /// - Parameter warn: receives warnings about each new client.
    package init(
        overrides: ConnectionOverrides, environment: [String: String],
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.warn = warn
        self.environment = environment
        state = Mutex(State(overrides: overrides))
    }

    /// The profiles file.
    package func profiles() throws(Nx1Error) -> ProfileFile {
        try ProfileFile(path: ProfileFile.path(in: environment))
    }

    /// The files with secrets that other users can read or write. Returns them only on the first call.
    package func takeOpenFiles() -> [OpenSecretFile] {
        let file = state.withLock { state -> String?? in
            if state.hasLookedAtFiles { return nil }
            state.hasLookedAtFiles = true
            return .some(state.overrides.apiKeyFile)
        }
        guard let keyFile = file else { return [] }
        let paths =
            [ProfileFile.path(in: environment)]
            + [ConnectionSettings.tokensPath(in: environment), keyFile].compactMap(\.self)
        return paths.compactMap(OpenSecretFile.init)
    }

    /// The resolved settings.
    package func settings() throws(Nx1Error) -> ConnectionSettings {
        try state.withLock { state throws(Nx1Error) in try settings(&state) }
    }

    private func settings(_ state: inout State) throws(Nx1Error) -> ConnectionSettings {
        if let resolved = state.resolved { return try resolved.get() }
        let overrides = state.overrides
        let result = Result { () throws(Nx1Error) in
            try ConnectionSettings(overrides: overrides, environment: environment, profiles: profiles())
        }
        state.resolved = result
        return try result.get()
    }

    /// The host as configured; empty if there is none.
    package var hostAsSet: String { (try? settings())?.host?.value ?? "" }

    /// Whether neither a host nor a way to sign in is configured anywhere.
    package var hasNothingSet: Bool {
        guard let settings = try? settings() else { return false }
        return settings.host == nil && settings.signIn == nil && (try? profiles().profiles.isEmpty) == true
    }

    /// Returns a function that masks, in a text, the secrets of the settings, the tokens obtained with them, and
    /// secret inputs.
    package func secretCover() -> @Sendable (String) -> String {
        let (cover, mask) = (settingsCover(), state.withLock { $0.inputMask })
        guard let mask else { return cover }
        return { mask.masked(cover($0)) }
    }

    /// Masks the values of these inputs from now on and, in the log of requests, whatever has their keys.
    package func cover(inputs: [String: String]) {
        secretKeys.withLock { $0.formUnion(inputs.keys) }
        state.withLock { state in
            let known = Set(state.inputSecrets)
            let new = inputs.values.map { Secret($0) }.filter { !known.contains($0) }
            if new.isEmpty { return }
            state.inputSecrets += new
            state.inputMask = SecretMask(state.inputSecrets)
        }
    }

    private func settingsCover() -> @Sendable (String) -> String {
        state.withLock { state in
            if let client = state.client { return { client.coveringSecrets(in: $0) } }
            if let cover = state.cover { return cover }
            guard let settings = try? settings(&state) else { return { $0 } }
            let made = settings.secretCover()
            state.cover = made
            return made
        }
    }

    /// The client, created on first use.
    package func open() throws(Nx1Error) -> Nx1 {
        let (client, warning) = try state.withLock { state throws(Nx1Error) -> (Nx1, String?) in
            if let client = state.client { return (client, nil) }
            let settings = try settings(&state)
            var configuration = try settings.clientConfiguration()
            configuration.speakAsShell()
            configuration.coverOfBodies = { [weak self] body in
                let keys = self?.secretKeys.withLock(\.self) ?? []
                return SecretCover(keys: keys) { $0 }.covered(body)
            }
            let made = Nx1(configuration)
            state.client = made
            return (made, settings.certificateWarning(at: configuration.address))
        }
        if let warning { warn(warning) }
        return client
    }

    /// Switches to the profile `name` if it exists and is valid.
    package func use(profile name: String) throws(Nx1Error) {
        var changed = state.withLock { $0.overrides }
        changed.profile = name
        let settings = try ConnectionSettings(
            overrides: changed, environment: environment, profiles: profiles())
        state.withLock { state in
            state.overrides = changed
            state.resolved = .success(settings)
        }
    }

    /// Replaces the overrides of the command line.
    package func override(_ overrides: ConnectionOverrides) {
        state.withLock { state in
            state.overrides = overrides
            state.resolved = nil
        }
    }

    /// Discards the resolved settings after a profile has changed. If `name` is the selected profile, it is
    /// deselected.
    package func readAnew(withoutProfile name: String? = nil) {
        state.withLock { state in
            if let name, state.overrides.profile == name { state.overrides.profile = nil }
            state.resolved = nil
        }
    }

    /// Closes the connections. The next use opens new ones.
    package func close() async {
        let client = state.withLock { $0.client.take() }
        // This fails only if the client is already closed.
        try? await client?.shutdown()
    }
}

extension ConnectionSettings {
    /// The warning for a connection without certificate verification.
    fileprivate func certificateWarning(at address: ServiceAddress) -> String? {
        guard !verifiesCertificates.value, address.scheme == "https" else { return nil }
        return
            "Warning: the certificate of \(address) isn't verified (\(verifiesCertificates.source)), so anyone on the network "
            + "path can read the key and the answers. To trust a private authority instead, use --ca-file."
    }
}

extension ClientConfiguration {
    /// Identifies requests as the shell's and masks secrets in their log.
    package mutating func speakAsShell() {
        userAgent = "nx1sh"
        wording = Advice.description
        coverOfBodies = { SecretCover { $0 }.covered($0) }
    }
}

extension ConnectionOverrides {
    /// Empty overrides that report the shell's flags as their source.
    public static var ofCommandLine: ConnectionOverrides {
        var overrides = ConnectionOverrides()
        overrides.names.verifiesCertificates = "--no-verify-ssl"
        overrides.names.certificateAuthorities = "--ca-file"
        overrides.names.timeout = "--timeout"
        return overrides
    }
}

/// A file with secrets that other users can access.
package struct OpenSecretFile {
    private let path: String

    /// Returns nil if there is no such file, or only its owner can access it.
    package init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_mode & 0o066 != 0 else {
            return nil
        }
        self.path = path
    }

    /// The warning, with the command that fixes the mode.
    package var sentence: String {
        "\(path) contains secrets, but other users of this machine can access it. To fix this, run: chmod 600 \(ShellWord(path))"
    }
}
