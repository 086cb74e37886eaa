import ArgumentParser
import Nx1Client
import Nx1Events
import Nx1Values
import ShellRuns
import ShellSession

/// How to reach the service; the official tool's flags.
struct ConnectionArguments: ParsableArguments {
    @Option(
        name: [.customShort("p"), .long],
        help: ArgumentHelp("A profile of ~/.nx1/profiles.", valueName: "name"),
        completion: .custom { _, _, _ in ProfileNames.all() })
    var profile: String?

    @Option(help: ArgumentHelp("The service's address.", valueName: "url"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The pre-shared key. Others on this machine can see it; --api-key-file and NX1_API_KEY hide it.",
            valueName: "key"))
    var apiKey: String?

    @Option(
        help: ArgumentHelp("A file that holds the pre-shared key (- is stdin).", valueName: "path"),
        completion: .file())
    var apiKeyFile: String?

    @Flag(help: "Don't check the service's certificate.")
    var noVerifySsl = false

    @Option(
        help: ArgumentHelp(
            "The certificate authorities to trust, in place of the system's.", valueName: "path"),
        completion: .file())
    var caFile: String?

    // Unconditional: `-1` is a value, which is refused as such, and no option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The limit for one request (30).", valueName: "seconds"), transform: Seconds.limit)
    var timeout: Seconds?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long what fails in passing is tried again (60; 0 is never).", valueName: "seconds"),
        transform: Seconds.orZero)
    var retryFor: Seconds?

    func validate() throws {
        if apiKey != nil, apiKeyFile != nil {
            throw ValidationError("Give --api-key or --api-key-file, not both.")
        }
    }

    /// What these say of the connection.
    func overrides() throws -> ConnectionOverrides {
        var overrides = ConnectionOverrides.ofCommandLine
        overrides.profile = profile
        overrides.host = host.map { Setting($0, from: .flag("--host")) }
        overrides.timeout = timeout?.duration
        overrides.retryBudget = retryFor?.duration
        overrides.certificateAuthorities = caFile
        if noVerifySsl { overrides.verifiesCertificates = false }
        if let apiKey {
            overrides.apiKey = Setting(Secret(apiKey), from: .flag("--api-key"))
        } else if let apiKeyFile {
            overrides.apiKey = Setting(Secret(try KeyFile.read(apiKeyFile)), from: .flag("--api-key-file"))
            // The names below /dev stand for what was opened before; that is somebody else's to close.
            if apiKeyFile != "-", !apiKeyFile.hasPrefix("/dev/") { overrides.apiKeyFile = apiKeyFile }
        }
        return overrides
    }
}
