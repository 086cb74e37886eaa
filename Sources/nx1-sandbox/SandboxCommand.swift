import ArgumentParser
import Descriptors
import Nx1Sandbox
import Nx1SecureSandbox

/// `nx1-sandbox`: runs a local Nx1 service until it is stopped.
@main
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nx1-sandbox",
        abstract: "A local Nx1 service: the crews API on this machine, with made-up answers.",
        usage:
            "nx1-sandbox [--port N] [--speed X] [--api-key KEY] [--token-lifetime SECONDS] [--faults WORDS] [--tls] [--ca-out PATH]",
        discussion: SandboxDiscussion.text
    )

    @Option(
        help: ArgumentHelp("The port of 127.0.0.1 to listen on; 0 chooses a free one.", valueName: "N"))
    var port = 0

    @Option(help: ArgumentHelp("The speed of runs: 10 makes them ten times as fast.", valueName: "X"))
    var speed = 1.0

    @Option(help: ArgumentHelp("The key to accept (default: a random one).", valueName: "KEY"))
    var apiKey: String?

    @Option(
        help: ArgumentHelp(
            "The lifetime of the sign-in's tokens, in real seconds; 0.5 is half a second.",
            valueName: "SECONDS"))
    var tokenLifetime = 600.0

    @Option(
        help: ArgumentHelp(
            "Faults of the whole service, separated by commas (see above).",
            valueName: "WORDS"))
    var faults = ""
    @Flag(help: "Use HTTPS and HTTP/2, with a certificate from an authority created for this run.")
    var tls = false

    @Option(
        help: ArgumentHelp(
            "Write the authority's certificate to this path (default: a temporary file, removed at the end).",
            valueName: "PATH"),
        completion: .file())
    var caOut: String?

    func validate() throws {
        if caOut != nil, !tls {
            throw ValidationError("--ca-out requires --tls.")
        }
    }

    func run() async throws {
        var configuration = SandboxConfiguration(
            port: port, speed: speed, tokenLifetime: try lifetime(ofTokens: tokenLifetime))
        if let apiKey { configuration.apiKey = apiKey }
        configuration.faults = try Set(faults.split(separator: ",").map(fault))
        let end = EndSignals()
        try await withSandbox(configuration, tls: tls ? SandboxTLS() : nil) { sandbox in
            let authority = try sandbox.certificateAuthority.map { try AuthorityFile($0, at: caOut) }
            defer { authority?.remove() }
            let lines = """
                NX1_HOST=\(sandbox.host)
                NX1_API_KEY=\(sandbox.apiKey)
                NX1_ACCESS_TOKEN=\(sandbox.accessToken)
                \(authority.map { "SSL_CERT_FILE=\($0.path)\n" } ?? "")
                """ + ProfileSnippet(sandbox).text
            // One unbuffered write, so that a script waiting for the lines gets them at once.
            try StandardStream.output.write(lines)
            await end.first()
        }
    }

    private func fault(_ word: Substring) throws -> ServiceFault {
        guard let fault = ServiceFault(rawValue: String(word)) else {
            let words = ServiceFault.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("Unknown fault \(word). Valid faults: \(words).")
        }
        return fault
    }

    private func lifetime(ofTokens seconds: Double) throws -> Duration {
        guard seconds > 0, seconds <= 365 * 86_400 else {
            throw ValidationError(
                "--token-lifetime must be more than 0 seconds and at most a year, not \(seconds).")
        }
        return .seconds(seconds)
    }

    /// Exits with 0 if ended by a signal, and with 2 and a sentence on standard error if it can't start.
    static func main() async {
        if let reason = OpenFiles.provide() { fail("nx1-sandbox: \(reason)\n") }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SandboxError {
            fail("nx1-sandbox: \(error)\n")
        } catch let error as AuthorityFile.Failure {
            fail("nx1-sandbox: \(error)\n")
        } catch let error as StandardStream.WriteFailure {
            fail("nx1-sandbox: \(error)\n")
        } catch {
            // Requested help goes to standard output, with status 0.
            guard exitCode(for: error) != .success else { exit(withError: error) }
            fail(fullMessage(for: error) + "\n")
        }
    }

    private static func fail(_ message: String) -> Never {
        // If this write fails too, there is nothing left to do.
        try? StandardStream.error.write(message)
        exit(withError: ExitCode(2))
    }
}
