import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Certificates from the user's point of view")
struct CertificateAuthorityTests {
    /// A shell pointed at a sandbox with HTTPS, its authority's file, and the folder of that file.
    private func withSecureShell(
        _ body: @Sendable (ShellProgram, _ authority: String, _ folder: String, Sandbox) async throws -> Void
    ) async throws {
        try await withSandbox(.init(speed: 50), tls: .init()) { sandbox in
            try await withTemporaryFolder { folder in
                let authority = try TemporaryFolder.write(
                    sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder)
                try await body(ShellProgram(sandbox), authority, folder, sandbox)
            }
        }
    }

    @Test(
        "--ca-file, SSL_CERT_FILE and the profile's ca_file set the authority to trust, and ~/ is the home directory"
    )
    func three() async throws {
        try await withSecureShell { shell, authority, folder, sandbox async throws in
            let profiles = try TemporaryFolder.write(
                "default:\n  ca_file: ~/ca.pem\n", to: "profiles", in: folder)
            for (arguments, variables) in [
                (["--ca-file", authority], [:]), (["--ca-file=~/ca.pem"], [:]),
                ([], ["SSL_CERT_FILE": authority]),
                ([], ["NX1_PROFILES_PATH": profiles]),
            ] as [([String], [String: String])] {
                let outcome = try await shell.run(arguments + ["Why?"], adding: variables, home: folder)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.contains("> Why?"))
                #expect(outcome.errors == "")
            }
            #expect(sandbox.traffic.http2Requests >= 8)
        }
    }

    @Test(
        "The flag overrides the environment, which overrides the profile, and each replaces the system's authorities"
    )
    func precedence() async throws {
        try await withSecureShell { shell, authority, folder, _ async throws in
            let other = try await withSandbox(tls: .init()) { $0.certificateAuthority ?? "" }
            let wrong = try TemporaryFolder.write(other, to: "wrong.pem", in: folder)
            let profile = [
                "NX1_PROFILES_PATH": try TemporaryFolder.write(
                    "default: {ca_file: \(wrong)}", to: "profiles", in: folder)
            ]
            for (arguments, variables, source) in [
                (["--ca-file", authority], ["SSL_CERT_FILE": wrong], nil),
                (["--ca-file", wrong], ["SSL_CERT_FILE": authority], "--ca-file"),
                ([], profile.merging(["SSL_CERT_FILE": authority]) { $1 }, nil),
                ([], ["SSL_CERT_FILE": wrong], "SSL_CERT_FILE"), ([], ["SSL_CERT_FILE": ""], ""),
                ([], profile, "the profile default"),
            ] as [([String], [String: String], String?)] {
                let outcome = try await shell.run(arguments + [":ping"], adding: variables)
                #expect(outcome.status == (source == nil ? 0 : 5), "\(outcome.errors)")
                if let source {
                    #expect(
                        outcome.errors.contains(source.isEmpty ? "this machine trusts" : "(from \(source))"))
                }
            }
        }
    }

    @Test("An untrusted certificate ends it at once with status 5, and with what to do")
    func untrusted() async throws {
        try await withSecureShell { shell, _, _, sandbox async throws in
            let outcome = try await shell.run("Why?")
            #expect(outcome.status == 5)
            #expect(outcome.output == "")
            #expect(
                outcome.errors.hasPrefix(
                    "nx1sh: Couldn't connect securely to \(sandbox.host): its certificate has expired, or wasn't issued by an "
                        + "authority that this machine trusts. If the authority is your company's or your own, pass its "
                        + "certificate with --ca-file, or set ca_file in a profile."))
            #expect(sandbox.traffic.connections == 1)
        }
    }

    @Test(
        "An unusable CA file ends it with status 2 and one sentence, before anything is sent",
        arguments: [
            ("/nowhere/ca.pem", "no such file"),
            ("/etc/hostname", "it contains no PEM certificate"),
            ("/", "it is a folder, not a regular file"),
        ])
    func unusable(path: String, reason: String) async throws {
        // A flag must name an existing file, even if plain HTTP doesn't need it.
        let needless = try await ShellProgram().run(["--sandbox", "--ca-file", path, ":ping"])
        #expect(needless.status == 2)
        #expect(
            needless.errors.hasPrefix("nx1sh: Couldn't use the CA file \(path) (from --ca-file): \(reason).")
        )
        // The variable may be meant for other programs.
        let unneeded = try await ShellProgram().run(
            ["--sandbox", ":ping"], adding: ["SSL_CERT_FILE": path])
        #expect(unneeded.status == 0, "\(unneeded.errors)")
        let shell = try ShellProgram(host: "https://127.0.0.1:9")
        for (arguments, variables, source) in [
            (["--ca-file", path], [:], "--ca-file"), ([], ["SSL_CERT_FILE": path], "SSL_CERT_FILE"),
        ] as [([String], [String: String], String)] {
            let outcome = try await shell.run(arguments + ["Why?"], adding: variables)
            #expect(outcome.status == 2)
            #expect(
                outcome.errors.hasPrefix(
                    "nx1sh: Couldn't use the CA file \(path) (from \(source)): \(reason)."),
                "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("Unchecked certificates are reported each time, once, even with --quiet")
    func unchecked() async throws {
        try await withSecureShell { shell, _, folder, sandbox async throws in
            func warning(_ source: String) -> String {
                "Warning: the certificate of \(sandbox.host) isn't verified (\(source)), so anyone on the network path can read "
                    + "the key and the answers. To trust a private authority instead, use --ca-file.\n"
            }
            let flag = try await shell.run("--no-verify-ssl", "-q", "-c", ":ping", "-c", "Why?")
            #expect(flag.status == 0)
            #expect(flag.output.contains("> Why?") && !flag.output.contains("Warning"))
            #expect(flag.errors == warning("--no-verify-ssl"))
            let profiles = try TemporaryFolder.write(
                "default: {verify_ssl: false}\ndev: {verify_ssl: false}\n", to: "profiles", in: folder)
            let piped = try await shell.run(
                [], adding: ["NX1_PROFILES_PATH": profiles],
                input: .text(":ping\n:profile dev\n:ping\n:ping\n"))
            #expect(piped.status == 0)
            #expect(piped.errors.ranges(of: "Warning: ").count == 2)
            #expect(piped.errors.contains(warning("the profile default")))
            #expect(piped.errors.contains(warning("the profile dev")))
            let unused = try await shell.run("--no-verify-ssl", ":help")
            #expect(unused.errors == "")
            let plain = try await withShellOnSandbox { try await $0.run("--no-verify-ssl", ":ping") }
            #expect(plain.errors == "")
        }
    }
}
