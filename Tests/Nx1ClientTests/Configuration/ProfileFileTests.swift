import Nx1Client
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("The profiles file")
struct ProfileFileTests {
    private func file(_ text: String) throws -> ProfileFile {
        try ProfileFile(text: text, path: "/home/me/.nx1/profiles")
    }

    @Test("is read like the official tool does, in order, ignoring unknown keys")
    func read() throws {
        let profiles = try file(
            """
            default:
              host: https://a.example
              api_key: 12345
              verify_ssl: false
              timeout: 7.5
            dev:
              host: b.example
              crew: data_engineering
              colour: green
            empty:
            """
        ).profiles
        #expect(profiles.map(\.name) == ["default", "dev", "empty"])
        #expect(profiles[0].host == "https://a.example")
        #expect(profiles[0].apiKey?.reveal() == "12345")
        #expect(profiles[0].verifySSL == false)
        #expect(profiles[0].timeout == 7.5)
        #expect(profiles[1].crew == .dataEngineering)
        #expect(profiles[1].apiKey == nil)
    }

    @Test("is rejected if nested aliases expand to too many values")
    func aliases() {
        let rows = (1..<40).map { "p\($0): &p\($0) {<<: [*p\($0 - 1), *p\($0 - 1)], api_key: planted}" }
        let text = (["p0: &p0 {host: a}"] + rows).joined(separator: "\n")
        let error = #expect(throws: Nx1Error.self) { try file(text) }
        #expect(error?.code == .invalidSetting)
        #expect(
            error?.message.hasSuffix(": it has too many values, including those of its aliases.") == true,
            "\(error?.message ?? "")")
        #expect(error?.description.contains("planted") == false)
    }

    @Test("may start with a byte order mark")
    func mark() throws {
        let profiles = try file("\u{FEFF}default:\n  host: a\ndev:\n  host: b\n").profiles
        #expect(profiles.map(\.name) == ["default", "dev"])
    }

    @Test("may be missing or empty", arguments: ["", "\n", "# nothing\n", "---\n"])
    func empty(text: String) throws {
        #expect(try file(text).profiles.isEmpty)
        #expect(try ProfileFile(path: "/nonexistent/profiles").profiles.isEmpty)
    }

    @Test(
        "that isn't valid is rejected with file and line, without quoting its keys",
        arguments: [
            ("default:\n  api_key: planted\n bad", "line 3"), ("default: {api_key: planted", "line"),
            ("- planted", "line 1"), ("planted", "line 1"), ("default: planted\n", "line 1"),
            ("planted: dev\n", "line 1"),
            ("default:\n  api_key: planted\n  timeout: soon", "line 3"),
            ("default:\n  api_key: planted\n  timeout: -1", "line 3"),
            ("default:\n  api_key: planted\n  verify_ssl: perhaps", "line 3"),
            ("default:\n  api_key: [planted]\n", "line 2"),
            ("dev: {}\ndefault:\n  host: a\n  api_key: planted\n  host: b\n", "line 3"),
        ])
    func malformed(text: String, place: String) {
        let error = #expect(throws: Nx1Error.self) { try file(text) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains("/home/me/.nx1/profiles") == true)
        #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
        #expect(error?.description.contains("planted") == false)
    }

    @Test(
        "that has another form is rejected with the form that it must have",
        arguments: [
            ("planted", "it isn't a mapping of names to settings"),
            ("? [planted]\n: {}\n", "a profile name isn't a string"),
            ("default: planted", "a profile isn't a mapping of settings"),
            ("default: {host: [planted]}", "host isn't a string"),
            ("default: {verify_ssl: planted}", "verify_ssl must be true or false"),
        ])
    func forms(text: String, problem: String) {
        let error = #expect(throws: Nx1Error.self) { try file(text) }
        #expect(
            error?.description
                == "Couldn't parse the profiles file /home/me/.nx1/profiles, line 1: \(problem).")
    }

    @Test("that isn't YAML is rejected with what it must contain")
    func syntax() {
        let error = #expect(throws: Nx1Error.self) { try file("default: {api_key: planted") }
        #expect(error?.message.contains(": it isn't valid YAML (") == true)
        #expect(error?.advice == "It must map each profile name to settings such as host and api_key.")
    }

    @Test(
        "with a repeated name is rejected with its line, without quoting the name",
        arguments: [
            ("default:\n  host: a\n  host: b\n", "line 2: this name is defined again"),
            ("planted: {}\n\nplanted: {}\n", "line 1: this name is defined again"),
        ])
    func duplicates(text: String, sentence: String) {
        let error = #expect(throws: Nx1Error.self) { try file(text) }
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
        #expect(error?.description.contains("planted") == false)
    }

    @Test("without the requested profile is reported with the list of its profiles")
    func missing() throws {
        let error = #expect(throws: Nx1Error.self) {
            try file("default: {}\ndev: {}").profile(named: "prod")
        }
        #expect(error?.message.contains("default, dev") == true)
    }

    @Test("that is a folder is reported as unreadable")
    func folder() {
        let error = #expect(throws: Nx1Error.self) { try ProfileFile(path: "/") }
        #expect(error?.message.contains("Couldn't read the profiles file") == true)
    }

    @Test(
        "with an absurd timeout is rejected with a message",
        arguments: [
            "1e300", "9.9e18", "9223372036854775807", ".inf", "-.inf", ".nan", "-1", "0", "1e-400", "1e999",
            "soon",
            "'30'", "9999999999:59:59",
        ])
    func timeouts(text: String) {
        let error = #expect(throws: Nx1Error.self) { try file("default:\n  timeout: \(text)\n") }
        #expect(error?.code == .invalidSetting)
        #expect(
            error?.message.contains("line 2: timeout is ") == true, "\(error?.message ?? "")")
    }

    @Test("that is a pipe, a device or too large is rejected at once")
    func otherKinds() async throws {
        try await withTemporaryFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let large = try TemporaryFolder.write(
                String(repeating: "#\n", count: 600_000), to: "large", in: folder)
            for (path, reason) in [
                (pipe, "it is a pipe, not a regular file"),
                ("/dev/zero", "it is a device, not a regular file"),
                (folder, "it is a folder, not a regular file"), (large, "it is larger than 1024 KiB"),
            ] {
                let error = #expect(throws: Nx1Error.self) { try ProfileFile(path: path) }
                #expect(
                    error?.description
                        == "Couldn't read the profiles file \(path): \(reason). Check that it's a regular file that you own."
                )
            }
            #expect(try ProfileFile(path: "/dev/null").profiles.isEmpty)
        }
    }
}
