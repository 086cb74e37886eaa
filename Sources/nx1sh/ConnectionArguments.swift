import ArgumentParser
import Nx1Client
import Nx1Events
import Nx1Values
import ShellRuns
import ShellSession

/// The flags about the connection, named as in the official tool.
struct ConnectionArguments: ParsableArguments {
    @Option(
        name: [.customShort("p"), .long],
        help: ArgumentHelp("Use a profile from ~/.nx1/profiles.", valueName: "name"),
        completion: .custom { _, _, _ in ProfileNames.all() })
    var profile: String?

    @Option(help: ArgumentHelp("The service's URL.", valueName: "url"))
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
            "Trust the certificate authorities in this file instead of the system's.", valueName: "path"),
        completion: .file())
    var caFile: String?

    // Unconditional, so that `-1` is parsed as a value and rejected as one, not as an option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Timeout for each request (default: 30).", valueName: "seconds"),
        transform: Seconds.limit)
    var timeout: Seconds?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Retry transient failures for this long (default: 60; 0 turns retries off).", valueName: "seconds"
        ),
        transform: Seconds.orZero)
    var retryFor: Seconds?

    func validate() throws {
        if apiKey != nil, apiKeyFile != nil {
            throw ValidationError("--api-key and --api-key-file can't be combined.")
        }
    }

    /// The settings that these flags override.
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
            // Paths below /dev name descriptors that the caller opened, so closing them is the caller's business.
            if apiKeyFile != "-", !apiKeyFile.hasPrefix("/dev/") { overrides.apiKeyFile = apiKeyFile }
        }
        return overrides
    }
}
