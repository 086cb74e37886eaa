import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Profiles written by the shell")
struct WrittenProfileTests {
    private static let profiles = """
        # by hand
        default: {host: https://a.example, api_key: key-of-default, odd: [1]}
        dev:
          host: https://dev.example  # theirs
          api_key: key-of-dev
          verify_ssl: false
          note: |
            kept

        """

    @Test("The official tool's parser (PyYAML) finds what was written, and everything else unchanged")
    func outsideJudge() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(Self.profiles, to: "profiles", in: folder)
            let keys = ["12345", "true", "a: b #c", "1e5", "ä€", "2020-01-01", "y"]
            for (index, key) in keys.enumerated() {
                try TemporaryFolder.write(key + "\n", to: "key\(index)", in: folder)
            }
            let shell = try ShellProgram(environment: ["NX1_PROFILES_PATH": file])
            var lines = keys.indices.map {
                ":profile add p\($0) host=h\($0) client_id=c issuer=https://i client_secret=@\(folder)/key\($0)"
            }
            lines += [
                ":profile add default timeout=7.5",
                ":profile add dev host=https://new.example verify_ssl:=true",
                ":profile add 42 host=x", ":profile remove 42",
            ]
            let outcome = try await shell.run([], input: .text(lines.joined(separator: "\n")))
            #expect(outcome.status == 0, "\(outcome.errors)")
            let script =
                "import sys, json, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='ascii'))))"
            let judge = try await Program(path: "/usr/bin/python3").run(["-c", script, file])
            #expect(judge.status == 0, "\(judge.errors)")
            let read = try JSONValue(parsing: Array(judge.output.utf8))
            for (index, key) in keys.enumerated() {
                #expect(read["p\(index)"]?["client_secret"] == .string(key), "\(key)")
            }
            #expect(
                read["default"]
                    == ["host": "https://a.example", "api_key": "key-of-default", "odd": [1], "timeout": 7.5])
            #expect(
                read["dev"]
                    == [
                        "host": "https://new.example", "api_key": "key-of-dev", "verify_ssl": true,
                        "note": "kept\n",
                    ])
            #expect(read["42"] == nil)
            let text = try TemporaryFolder.read(file)
            #expect(text.hasPrefix("# by hand\n"))
            #expect(text.contains("host: https://new.example  # theirs\n"))
            #expect(try TemporaryFolder.mode(of: file) == 0o600)
        }
    }

    @Test(
        "An invalid profile is rejected with a sentence, the file is unchanged, and no key is shown",
        arguments: [
            (":profile add", ":profile add needs a profile name. Type `:help profile` for examples."),
            (":profile add host=x", ":profile add needs a profile name."),
            (
                ":profile add new",
                ":profile add new needs settings, and there is no terminal to ask for them. Add them to the line, for example: host=HOST api_key=@FILE"
            ),
            (":profile add remove", "A profile can't be named \"remove\""),
            (
                ":profile add dev api_key=planted",
                "api_key can't be typed on the line: the history would keep it, and others could see it. Leave it out to be prompted for it, or use api_key=@FILE."
            ),
            (":profile add dev client_secret:=\"planted\"", "client_secret can't be typed on the line"),
            (":profile add -x", "A profile name can't start with a hyphen: \"-x\"."),
            (
                ":profile add dev planted",
                "After the profile name, :profile add takes only settings, such as host=URL or api_key=@FILE. Type `:help profile` for the list."
            ),
            (":profile add dev hots=x", "Did you mean `host`?"),
            (":profile add dev zzz=x", "Unknown profile setting \"zzz\". The settings are host, api_key,"),
            (":profile add dev host=x host=y", "host is given twice."),
            (":profile add dev host=http://a.example", "plain HTTP"),
            (":profile add dev crew=", "crew must be text, and not empty."),
            (
                ":profile add dev timeout=soon",
                "timeout is not a valid number of seconds: it must be above 0."
            ),
            (":profile add dev verify_ssl=perhaps", "verify_ssl must be true or false."),
            (":profile add dev api_key=@/no/such", "`/no/such`"),
            (":profile add new client_id=x", "but no issuer"),
            (":profile add new issuer=https://x.example", "but no client_id"),
            (":profile add new client_secret=@/dev/stdin", "client_secret must be text, and not empty."),
            (":profile remove", ":profile remove needs the name of a profile."),
            (":profile remove dve", "Unknown profile \"dve\""),
            (":profile remove dve", "Did you mean `dev`?"),
            (":profile remove zzzz", "Type :profile for the list."),
            (":profile remove dev now", "Unexpected argument \"now\" for :profile."),
        ])
    func refusals(line: String, sentence: String) async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(Self.profiles, to: "profiles", in: folder)
            let outcome = try await ShellProgram(environment: ["NX1_PROFILES_PATH": file]).run(line)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
            #expect(!outcome.errors.contains("planted"))
            #expect(try TemporaryFolder.read(file) == Self.profiles)
        }
    }

    @Test(
        "A saved profile comes with the next step",
        arguments: [
            ("default issuer=https://i.example client_id=c", "Sign in with :login."),
            ("dev issuer=https://i.example client_id=c", "To use it, type `:profile dev`, then :login."),
            (
                "default",
                "It's the profile in use. It has no key yet. To add one, type `:profile add default`."
            ),
            (
                "dev",
                "To use it, type `:profile dev`. It has no key yet. To add one, type `:profile add dev`."
            ),
        ])
    func nextStep(arguments: String, step: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/profiles"
            let name = arguments.prefix { $0 != " " }
            let outcome = try await ShellProgram(environment: ["NX1_PROFILES_PATH": file]).run(
                ":profile add \(arguments) host=x.example")
            #expect(outcome.errors == "Saved the profile \(name) in \(file). \(step)\n")
            #expect(outcome.status == 0)
        }
    }

    @Test(
        "A file that others can read is reported once, with the command to fix it, except with --quiet")
    func exposed() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(Self.profiles, to: "my profiles", in: folder, mode: 0o644)
            let tokens = try TemporaryFolder.write("{}", to: "tokens.json", in: folder, mode: 0o640)
            let variables = ["NX1_PROFILES_PATH": file, "NX1_SHELL_HOME": folder]
            let shell = try ShellProgram(environment: variables)
            let outcome = try await shell.run("-c", ":profile", "-c", ":profile")
            #expect(
                outcome.errors
                    == "nx1sh: \(file) contains secrets, but other users of this machine can access it. To fix this, run: chmod 600 '\(file)'\n"
                    + "nx1sh: \(tokens) contains secrets, but other users of this machine can access it. To fix this, run: chmod 600 \(tokens)\n"
            )
            #expect(outcome.status == 0)
            #expect(try await shell.run("-q", "-c", ":profile").errors == "")
            #expect(try await shell.run(":profile add dev timeout=5").status == 0)
            #expect(try await !shell.run(":profile").errors.contains("my profiles"))
        }
    }

    @Test("A changed profile takes effect at once in the session that uses it")
    func inUse() async throws {
        try await withScriptedServer(Route("GET /api/crew-runs", .json("[]"))) { server in
            try await withTemporaryFolder { folder in
                let key = try TemporaryFolder.write("first", to: "1", in: folder)
                let other = try TemporaryFolder.write("second", to: "2", in: folder)
                let shell = try ShellProgram(environment: ["NX1_PROFILES_PATH": folder + "/new/profiles"])
                let outcome = try await shell.run(
                    [],
                    input: .text(
                        """
                        :profile add default host=\(server.host) api_key=@\(key)
                        :auth
                        :profile add default api_key=@\(other)
                        :auth
                        :profile remove default
                        :auth
                        """))
                #expect(server.requests.map { $0.header("Authorization-PSK") } == ["first", "second"])
                #expect(
                    outcome.errors.contains("<stdin>:6")
                        || outcome.errors.contains("No host and no key are set"))
                #expect(outcome.status == 2)
            }
        }
    }
}
