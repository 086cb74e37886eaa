import Foundation
import TestSupport
import Testing

@Suite("nx1-sandbox --tls")
struct SecureSandboxTests {
    /// The variables that the sandbox prints.
    private func variables(_ sandbox: RunningProgram) async throws -> [String: String] {
        try await sandbox.waitForOutput("\nSSL_CERT_FILE=")
        try await sandbox.waitForOutput(".pem\n")
        return Dictionary(
            uniqueKeysWithValues: sandbox.output.split(separator: "\n").compactMap { line in
                line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            })
    }

    @Test("prints the settings that a shell needs to trust it, and removes its CA file at exit")
    func road() async throws {
        try await withTemporaryFolder { folder in
            let sandbox = try Program(named: "nx1-sandbox")
            try await sandbox.withRunning(["--tls", "--speed", "50"], environment: ["TMPDIR": folder]) {
                sandbox in
                let variables = try await variables(sandbox)
                let file = try #require(variables["SSL_CERT_FILE"])
                #expect(variables["NX1_HOST"]?.hasPrefix("https://127.0.0.1:") == true)
                #expect(file.hasPrefix(folder + "/nx1-sandbox-"))
                #expect(
                    try TemporaryFolder.mode(of: URL(filePath: file).deletingLastPathComponent().path)
                        == 0o700)
                #expect(try !TemporaryFolder.read(file).contains("PRIVATE"))
                let outcome = try await ShellProgram(environment: variables).run("Why?")
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.contains("> Why?"))
                sandbox.send(signal: SIGTERM)
                #expect(try await sandbox.outcome().status == 0)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test("works with curl, by name and by address, over HTTP/2 and HTTP/1.1")
    func curl() async throws {
        try await withTemporaryFolder { folder in
            let authority = folder + "/ours.pem"
            let sandbox = try Program(named: "nx1-sandbox")
            try await sandbox.withRunning(["--tls", "--ca-out", authority]) { sandbox in
                let host = try #require(try await variables(sandbox)["NX1_HOST"])
                for (host, version) in [(host, "2"), (host.replacing("127.0.0.1", with: "localhost"), "1.1")]
                {
                    let outcome = try await Program(path: "/usr/bin/curl").run([
                        "--silent", "--show-error", "--cacert", authority, "--http\(version)", "--write-out",
                        "\n%{http_version}",
                        host + "/api/health/ping",
                    ])
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    #expect(outcome.output.hasSuffix("\n\(version)"))
                }
                sandbox.send(signal: SIGTERM)
                _ = try await sandbox.outcome()
            }
            #expect(
                FileManager.default.fileExists(atPath: authority),
                "The sandbox must not remove a file given with --ca-out.")
        }
    }

    @Test("rejects an unwritable path, and --ca-out without --tls")
    func refusals() async throws {
        let sandbox = try Program(named: "nx1-sandbox")
        let unwritable = try await sandbox.run(["--tls", "--ca-out", "/nowhere/ca.pem"])
        #expect(unwritable.status == 2)
        #expect(
            unwritable.errors
                == "nx1-sandbox: Couldn't write the authority's certificate to /nowhere/ca.pem: no such file or folder. "
                + "Choose another path with --ca-out.\n")
        #expect(unwritable.output == "")
        let plain = try await sandbox.run(["--ca-out", "/tmp/ca.pem"])
        #expect(plain.status == 2)
        #expect(plain.errors.contains("--ca-out requires --tls."))
    }
}
