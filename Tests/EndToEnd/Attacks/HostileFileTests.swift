import Nx1Client
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Hostile files")
struct HostileFileTests {
    /// Runs the shell with a memory limit, and expects exit status 2 and an error message.
    private func refused(
        _ arguments: [String], as sentence: String, with variables: [String: String] = [:]
    ) async throws {
        let outcome = try await ShellProgram(host: "http://127.0.0.1:9").runInLittleMemory(
            arguments, adding: variables)
        #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(sentence), "\(arguments): \(outcome.errors.prefix(2000))")
    }

    /// Calls a body with paths that aren't readable as a settings file, and the reason for each.
    private func withOthers(
        _ body: (_ path: String, _ reason: String, _ folder: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let large = try TemporaryFolder.write(
                String(repeating: "# nothing\n", count: 500_000), to: "large", in: folder)
            try await body(pipe, "it is a pipe, not a regular file", folder)
            try await body("/dev/zero", "it is a device, not a regular file", folder)
            try await body(folder, "it is a folder, not a regular file", folder)
            try await body(large, "it is larger than ", folder)
        }
    }

    @Test("are rejected at once as the profiles file")
    func profiles() async throws {
        try await withOthers { path, reason, _ in
            try await refused(
                [":profile"], as: "Couldn't read the profiles file \(path): \(reason)",
                with: ["NX1_PROFILES_PATH": path])
        }
    }

    @Test("are rejected at once as the CA file")
    func authorities() async throws {
        try await withOthers { path, reason, _ in
            try await refused(
                ["--ca-file", path, ":ping"],
                as:
                    "Couldn't use the CA file \(path) (from --ca-file): \(reason)"
            )
        }
    }

    @Test("are rejected at once as the startup file")
    func startUpFile() async throws {
        try await withOthers { path, reason, folder in
            let home = folder + "/home-\(Int.random(in: 0...999_999))"
            try TemporaryFolder.write("", to: "x", in: home)
            #expect(symlink(path, home + "/rc") == 0)
            try await refused(
                [":version"], as: "Couldn't read \(home)/rc: \(reason)", with: ["NX1_SHELL_HOME": home])
        }
    }

    @Test("are rejected at once as the token file")
    func tokens() async throws {
        try await withOthers { path, reason, folder in
            let home = folder + "/home-\(Int.random(in: 0...999_999))"
            try TemporaryFolder.write("", to: "x", in: home)
            try TemporaryFolder.write(
                "default: {host: 'http://127.0.0.1:9', issuer: 'http://127.0.0.1:9/realm', client_id: a}\n",
                to: ".nx1/profiles", in: home)
            #expect(symlink(path, home + "/tokens.json") == 0)
            let outcome = try await ShellProgram().run(
                [":ping"], adding: ["NX1_SHELL_HOME": home], home: home)
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "Couldn't read or write the token file \(home)/tokens.json: \(reason)"),
                "\(outcome.errors)")
        }
    }

    @Test("are rejected at the size limit as keys and values")
    func values() async throws {
        try await refused(["--api-key-file", "/dev/zero", ":ping"], as: "it is larger than 64 KiB")
        try await refused(["--set", "a=@/dev/zero", "Why?"], as: "it is larger than 64 MiB")
        try await refused(["--api-key-file", "/", ":ping"], as: "it is a folder")
    }

    @Test("don't include pipes and standard input given as an argument: these are read to the end")
    func pipes() async throws {
        try await withScriptedServer(Route("/", .json(#"{"version":"1"}"#))) { server in
            let shell = try ShellProgram(environment: ["NX1_HOST": server.host])
            for line in [
                "echo the-key | \"$0\" --api-key-file - :ping",
                "echo the-key | \"$0\" --api-key-file /dev/stdin :ping",
                "mkfifo pipe; (sleep 1; echo the-key >pipe) & \"$0\" --api-key-file pipe :ping",
                "mkfifo lines; (sleep 1; echo :ping >lines) & \"$0\" --api-key the-key -f lines",
                "echo the-key | \"$0\" ':profile add dev host=\(server.host) api_key=@/dev/stdin' && \"$0\" -p dev :ping",
            ] {
                let outcome = try await shell.runInShell(line)
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                #expect(server.requests.last?.header("Authorization-PSK") == "the-key", "\(line)")
            }
        }
    }

    @Test("with an endless line are rejected at the size limit")
    func endlessLine() async throws {
        try await refused(
            ["-q", "-f", "/dev/zero"], as: "nx1sh: /dev/zero:1: The line is longer than 16 MiB")
        try await refused(
            ["-q", "-f", "/dev/zero"],
            as:
                "is longer than 256 MiB, so the rest of the input is ignored")
        try await refused(
            ["-q", "-j", "4", "--input", "jsonl", "-f", "/dev/zero"], as: "is longer than 16 MiB")
        for form in ["lines", "jsonl"] {
            let outcome = try await ShellProgram().runInShell(
                "ulimit -d 200000; \"$0\" -q --input \(form) < /dev/zero")
            #expect(outcome.status == 2, "\(outcome.errors)")
        }
    }

    @Test(
        "with an endless statement are rejected at the size limit",
        arguments: [#"echo '"""'; yes "$row""#, #"yes "$row \\""#])
    func endlessStatement(lines: String) async throws {
        let outcome = try await ShellProgram().runInShell(
            "row=$(printf '%01000d' 1); (\(lines)) | (ulimit -d 200000; head -c 200000000 | \"$0\" -q)")
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(
            outcome.errors.contains("starts a statement that is longer than 16 MiB"), "\(outcome.errors)")
    }
}
