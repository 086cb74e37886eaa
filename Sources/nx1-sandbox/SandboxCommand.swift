import ArgumentParser
import Descriptors
import Nx1Sandbox
import Nx1SecureSandbox

/// `nx1-sandbox`: a local Nx1 service until it is told to end.
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
        help: ArgumentHelp("The port of 127.0.0.1 to listen on; 0 takes any that is free.", valueName: "N"))
    var port = 0

    @Option(help: ArgumentHelp("How fast time passes in runs: 10 is ten times as fast.", valueName: "X"))
    var speed = 1.0

    @Option(help: ArgumentHelp("The key to accept; a random one if none is given.", valueName: "KEY"))
    var apiKey: String?

    @Option(
        help: ArgumentHelp(
            "How long the tokens of its sign-in last, in real seconds; 0.5 is half a second.",
            valueName: "SECONDS"))
    var tokenLifetime = 600.0

    @Option(
        help: ArgumentHelp(
            "What the whole service does wrong on purpose: words as above, with commas between.",
            valueName: "WORDS"))
    var faults = ""
    @Flag(help: "Speak HTTPS, with a certificate by an authority made for this run, and HTTP/2.")
    var tls = false

    @Option(
        help: ArgumentHelp(
            "Where the authority's certificate goes; without, into a temporary file that ends with the sandbox.",
            valueName: "PATH"),
        completion: .file())
    var caOut: String?

    func validate() throws {
        if caOut != nil, !tls {
            throw ValidationError("--ca-out goes with --tls: without, there is no authority.")
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
            // One unbuffered write: a script that waits for the lines gets them at once.
            try StandardStream.output.write(lines)
            await end.first()
        }
    }

    private func fault(_ word: Substring) throws -> ServiceFault {
        guard let fault = ServiceFault(rawValue: String(word)) else {
            let words = ServiceFault.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no fault \(word); there are \(words).")
        }
        return fault
    }

    private func lifetime(ofTokens seconds: Double) throws -> Duration {
        guard seconds > 0, seconds <= 365 * 86_400 else {
            throw ValidationError(
                "--token-lifetime has to be more than 0 seconds and at most a year; \(seconds) is not.")
        }
        return .seconds(seconds)
    }

    /// Exit status 0 when ended by a signal, 2 when it can't start, with one sentence on standard error.
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
            // Help that was asked for goes to standard output with status 0.
            guard exitCode(for: error) != .success else { exit(withError: error) }
            fail(fullMessage(for: error) + "\n")
        }
    }

    private static func fail(_ message: String) -> Never {
        // Nothing is left to do if even this can't be written.
        try? StandardStream.error.write(message)
        exit(withError: ExitCode(2))
    }
}
