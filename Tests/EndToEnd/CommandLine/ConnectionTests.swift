import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Host, key and profile")
struct ConnectionTests {
    private static let profiles = """
        default:
          host: http://127.0.0.1:9/of-default
          api_key: key-of-default
          surprise: kept
        dev:
          host: http://127.0.0.1:9/of-dev
          api_key: key-of-dev
        """

    /// The host that `:auth` would connect to: without a service, the error names it.
    private func host(
        _ arguments: [String], _ variables: [String: String] = [:], profiles: String = profiles
    ) async throws -> String {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(profiles, to: "profiles", in: folder)
            let outcome = try await ShellProgram().run(
                arguments + [":ping"], adding: ["NX1_PROFILES_PATH": file].merging(variables) { $1 })
            #expect(outcome.status == 5)
            let reached = outcome.errors.firstMatch(of: #/^nx1sh: Couldn't reach (\S+): /#)
            return try String(#require(reached).1)
        }
    }

    @Test("`:profile NAME` reports the settings that still come from elsewhere")
    func overridden() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(Self.profiles, to: "profiles", in: folder)
            let outcome = try await ShellProgram().run(
                ["--host", "http://127.0.0.1:9", ":profile dev"],
                adding: ["NX1_PROFILES_PATH": file, "NX1_API_KEY": "k"])
            #expect(
                outcome.errors
                    == "The host still comes from --host.\n"
                    + "The pre-shared key still comes from the environment (NX1_API_KEY).\n")
            #expect(outcome.status == 0)
        }
    }

    @Test("The profile default is used without a note, and another one by name")
    func profiles() async throws {
        #expect(try await host([]) == "http://127.0.0.1:9/of-default")
        #expect(try await host(["-p", "dev"]) == "http://127.0.0.1:9/of-dev")
        #expect(try await host(["--profile", "dev"]) == "http://127.0.0.1:9/of-dev")
        #expect(try await host([], ["NX1_PROFILE": "dev"]) == "http://127.0.0.1:9/of-dev")
        #expect(
            try await host(["-p", "default"], ["NX1_PROFILE": "dev"]) == "http://127.0.0.1:9/of-default")
    }

    @Test(
        "A flag overrides the environment, which overrides the profile, and newer variables override older ones"
    )
    func precedence() async throws {
        let flag = "http://127.0.0.1:9/flag"
        let variable = ["NX1_HOST": "http://127.0.0.1:9/nx1"]
        let older = ["LAKEHOUSE_HOST": "http://127.0.0.1:9/lakehouse"]
        #expect(try await host(["--host", flag], variable) == flag)
        #expect(try await host([], variable.merging(older) { $1 }) == "http://127.0.0.1:9/nx1")
        #expect(try await host(["-p", "dev"], older) == "http://127.0.0.1:9/lakehouse")
        #expect(try await host([], ["NX1_HOST": ""]) == "http://127.0.0.1:9/of-default")
    }

    @Test(
        "The key is the first of flag, file, environment and profile",
        arguments: [
            (["--api-key", "flagged"], ["NX1_API_KEY": "nx1"], "flagged"),
            ([], ["NX1_API_KEY": "nx1", "LAKEHOUSE_API_KEY": "lakehouse"], "nx1"),
            ([], ["LAKEHOUSE_API_KEY": "lakehouse"], "lakehouse"),
            ([], [:], "key-of-default"), (["-p", "dev"], [:], "key-of-dev"),
            (["--api-key-file", "-"], ["NX1_API_KEY": "nx1"], "from-stdin"),
        ] as [([String], [String: String], String)])
    func key(arguments: [String], variables: [String: String], key: String) async throws {
        try await withScriptedServer(Route("GET /api/crew-runs", .json("[]"))) { server in
            try await withTemporaryFolder { folder in
                let file = try TemporaryFolder.write(Self.profiles, to: "profiles", in: folder)
                let outcome = try await ShellProgram().run(
                    arguments + ["--host", server.host, "-c", ":auth"],
                    adding: ["NX1_PROFILES_PATH": file].merging(variables) { $1 },
                    input: .text("from-stdin\n"))
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(server.requests.first?.header("Authorization-PSK") == key)
                #expect(!outcome.output.contains(key))
            }
        }
    }

    @Test("--api-key-file reads the key from a file, without a final newline")
    func keyFile() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write("  key-in-a-file\r\n\n", to: "key", in: folder)
            try await withScriptedServer(Route("GET /api/crew-runs", .json("[]"))) { server in
                let outcome = try await ShellProgram().run(
                    "--host", server.host, "--api-key-file", file, "-o", "json", ":auth")
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(server.requests.first?.header("Authorization-PSK") == "key-in-a-file")
                #expect(try outcome.records().first?["sign_in_from"] == "--api-key-file")
            }
        }
    }

    @Test("A key file that others can read is reported once; stdin and pipes aren't files")
    func openKeyFile() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write("planted", to: "key", in: folder, mode: 0o644)
            let closed = try TemporaryFolder.write("planted", to: "closed", in: folder, mode: 0o600)
            let shell = try ShellProgram()
            let outcome = try await shell.run("--api-key-file", file, "-c", ":timing", "-c", ":timing")
            #expect(
                outcome.errors
                    == "nx1sh: \(file) contains secrets, but other users of this machine can access it. To fix this, run: chmod 600 \(file)\n"
            )
            #expect(outcome.status == 0)
            #expect(try await shell.run("--api-key-file", closed, ":timing").errors == "")
            for line in [
                "$0 --api-key-file - :timing <'\(file)'", "$0 --api-key-file /dev/stdin :timing <'\(file)'",
                "mkfifo '\(folder)/pipe' && (cat '\(file)' >'\(folder)/pipe' &"
                    + " chmod 644 '\(folder)/pipe' && $0 --api-key-file '\(folder)/pipe' :timing)",
            ] {
                let outcome = try await shell.runInShell(line)
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
        }
    }

    @Test("An unknown profile is rejected with the list of profiles")
    func missingProfile() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(Self.profiles, to: "profiles", in: folder)
            let outcome = try await ShellProgram().run(
                ["-p", "prod", "Why?"], adding: ["NX1_PROFILES_PATH": file])
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "nx1sh: Unknown profile \"prod\". \(file) has default, dev. Use one of these, or add it with `:profile add prod`.\n"
            )
        }
    }

    @Test(
        "An invalid profiles file is rejected with file and line, without showing its content",
        arguments: [
            ("default:\n  host: x\n bad: [\n", ", line 3: it isn't valid YAML ("),
            ("default:\n\thost: x\n", ", line 2: it isn't valid YAML ("),
            ("default: {host: x}\n---\ndev: {host: y}\n", ", line 2: a second document starts there."),
            (
                "default:\n  api_key: planted\n  host: x\n  host: y\n",
                ", line 3: this name is defined again further down."
            ),
            ("- host: x\n", ", line 1: it isn't a mapping of names to settings."),
            (
                "default:\n  host: x\n  timeout: soon-planted\n",
                ", line 3: timeout is not a valid number"
            ),
            ("default:\n  api_key: [planted]\n", ", line 2: api_key isn't a string."),
            (
                "default: planted\n",
                ", line 1: a profile isn't a mapping of settings."
            ),
        ])
    func brokenProfiles(content: String, message: String) async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(content, to: "profiles", in: folder)
            let outcome = try await ShellProgram().run(["Why?"], adding: ["NX1_PROFILES_PATH": file])
            #expect(outcome.status == 2)
            #expect(
                outcome.errors.hasPrefix("nx1sh: Couldn't parse the profiles file \(file)\(message)"),
                "\(outcome.errors)")
            #expect(!outcome.errors.contains("planted"))
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("Without host and key, the message says what to set, and how to try the sandbox")
    func nothingSet() async throws {
        let nothing = try await ShellProgram().run("Why?")
        #expect(nothing.status == 2)
        #expect(
            nothing.errors
                == "nx1sh: No host and no key are set. Set NX1_HOST and "
                + "NX1_API_KEY, or add a profile to ~/.nx1/profiles. "
                + "To try the shell without a service, run `nx1sh --sandbox`.\n"
        )
        let noHost = try await ShellProgram(environment: ["NX1_API_KEY": "k"]).run("Why?")
        #expect(noHost.status == 2)
        #expect(
            noHost.errors.hasPrefix("nx1sh: No host is set. Set NX1_HOST,"))
        let noKey = try await ShellProgram(environment: ["NX1_HOST": "https://127.0.0.1:9"]).run("Why?")
        #expect(noKey.status == 4)
        #expect(noKey.errors.hasPrefix("nx1sh: No key is set for https://127.0.0.1:9. Set NX1_API_KEY,"))
    }

    @Test(
        "An invalid host is rejected before anything is sent",
        arguments: [
            (
                "http://aiapi.example.com", "uses plain HTTP, which is allowed only on this machine",
                "https://aiapi.example.com"
            ),
            ("http://128.0.0.1", "uses plain HTTP", "https://128.0.0.1"),
            ("ftp://127.0.0.1", "its scheme is neither https nor http", "https://aiapi."),
            ("https://", "it has no valid host and port", "https://aiapi."),
            ("https://a b", "it contains white space", "https://aiapi."),
            ("https://127.0.0.1:99999", "it has no valid host and port", "https://aiapi."),
            (
                "https://somebody:hunter2@127.0.0.1", "it must not contain a user name or password",
                "https://aiapi."
            ),
            ("https://127.0.0.1/?q", "it has a query or a fragment", "https://aiapi."),
        ])
    func unusableHost(host: String, reason: String, advice: String) async throws {
        let outcome = try await ShellProgram(host: host).run("Why?")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.contains(advice), "\(outcome.errors)")
        #expect(!outcome.errors.contains("hunter2"))
        #expect(outcome.output == "")
    }

    @Test(
        "A key that isn't valid in a header is rejected and not shown",
        arguments: [
            ("planted\nkey", "The pre-shared key contains a newline after 7 characters."),
            ("planted key", "The pre-shared key contains white space after 7 characters."),
            ("plantéd", "The pre-shared key contains a character that isn't ASCII after 5 characters."),
            ("planted\u{1}", "The pre-shared key contains a control character after 7 characters."),
            ("  ", "The pre-shared key is empty."),
        ])
    func unusableKey(key: String, message: String) async throws {
        let outcome = try await ShellProgram(host: "https://127.0.0.1:9", key: key).run("Why?")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("nx1sh: \(message)"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("plant"))
    }

    @Test("A key that isn't valid in a header is rejected with its source")
    func sourceOfUnusableKey() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write("p\nlanted", to: "key", in: folder)
            let profiles = try TemporaryFolder.write(
                "dev:\n  api_key: \"planted\\nkey\"\n", to: "profiles", in: folder)
            let bearer = ["NX1_ACCESS_TOKEN": "planted token"]
            let cases: [([String], [String: String], String)] = [
                ([], ["NX1_API_KEY": "planted\nkey"], "the environment (NX1_API_KEY)"),
                (["--api-key", "planted\nkey"], [:], "--api-key"),
                (["--api-key-file", file], [:], "--api-key-file"),
                (["-p", "dev"], ["NX1_PROFILES_PATH": profiles], "the profile dev"),
                ([], bearer, "the environment (NX1_ACCESS_TOKEN)"),
            ]
            for (arguments, variables, source) in cases {
                let outcome = try await ShellProgram(environment: ["NX1_HOST": "https://127.0.0.1:9"])
                    .run(arguments + ["Why?"], adding: variables)
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains(" It comes from \(source). Copy it"), "\(outcome.errors)")
                #expect(outcome.errors.contains("after 1 character.") == (source == "--api-key-file"))
                #expect(!outcome.errors.contains("lanted"))
            }
        }
    }

    @Test("--sandbox needs no settings, and can't be combined with a host")
    func sandbox() async throws {
        let outcome = try await ShellProgram().run("--sandbox", "--set", "duration:=0.1", "How many?")
        #expect(outcome.output.hasPrefix("## Late orders by month\n"))
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
        let refused = try await ShellProgram().run("--sandbox", "--host", "https://127.0.0.1:9", "Why?")
        #expect(refused.status == 2)
        #expect(
            refused.errors.contains("--sandbox uses its own host and key; leave out --host and the API key."))
    }

    @Test("Errors under --sandbox name no command for a run that ends with the sandbox")
    func sandboxEnds() async throws {
        let shell = try ShellProgram()
        let failed = try await shell.run(
            "--sandbox", "--set", "scenario=fail", "--set", "duration:=0.1", "Why?")
        let late = try await shell.run("--sandbox", "--deadline", "0.2", "Why?")
        let unwritten = try await shell.run(
            ["--sandbox", "--set", "duration:=0.1", "Why?"], output: .file("/dev/full"))
        #expect([failed.status, late.status, unwritten.status] == [1, 8, 1])
        #expect(
            late.errors.hasSuffix(" didn't finish: it ends with the sandbox.\n"), "\(late.errors)")
        for outcome in [failed, late, unwritten] {
            #expect(outcome.errors.hasPrefix("nx1sh: "))
            #expect(!outcome.errors.contains("nx1sh '"), "\(outcome.errors)")
        }
    }

    @Test(":profile and :auth show the sources of settings, as text and as JSON")
    func whoAmI() async throws {
        try await withScriptedServer(Route("GET /api/crew-runs", .json("[]"))) { server in
            try await withTemporaryFolder { folder in
                let profiles = "default:\n  host: \(server.host)\n  api_key: planted\nother: {}\n"
                let file = try TemporaryFolder.write(profiles, to: "profiles", in: folder)
                let outcome = try await ShellProgram().run(
                    ["-o", "json", "-c", ":auth", "-c", ":profile", "-c", ":profile other", "-c", ":auth"],
                    adding: ["NX1_PROFILES_PATH": file])
                let records = try outcome.records()
                #expect(records.first?["profile"] == "default")
                #expect(records.first?["sign_in_from"] == "the profile default")
                #expect(records.last?.array?.compactMap { $0["profile"]?.string } == ["default", "other"])
                #expect(outcome.errors.contains("No host and no key are set"))
                #expect(outcome.status == 2)
                #expect(!outcome.output.contains("planted"))
            }
        }
    }
}
