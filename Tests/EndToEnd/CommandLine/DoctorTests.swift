import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The doctor, as a user meets it")
struct DoctorTests {
    /// The checks of a report in JSON, by their names.
    private func checks(_ outcome: ProgramOutcome) throws -> [String: JSONValue] {
        let list = try #require(try JSONValue(parsing: outcome.outputBytes).array)
        return Dictionary(list.map { ($0["name"]?.string ?? "", $0) }) { first, _ in first }
    }

    private func state(_ name: String, _ checks: [String: JSONValue]) -> String? {
        checks[name]?["state"]?.string
    }

    private static let quietEnvironment = ["SSL_CERT_FILE": "", "PATH": "/usr/bin:/bin", "SHELL": ""]

    @Test("finds nothing wrong with a working setup, and ends with 0")
    func healthy() async throws {
        try await withShellOnSandbox { shell in
            try await withTemporaryFolder { home in
                for arguments in [["--doctor"], [":doctor"]] {
                    let outcome = try await shell.run(arguments, adding: Self.quietEnvironment, home: home)
                    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                    #expect(outcome.errors == "")
                    #expect(outcome.output.hasPrefix("Shell\n"))
                    #expect(outcome.output.contains("The service accepts the pre-shared key."))
                    #expect(!outcome.output.contains("failure"))
                }
                // It writes nothing.
                #expect(try FileManager.default.subpathsOfDirectory(atPath: home) == [])
            }
        }
    }

    @Test("answers in JSON with all keys, also if a check failed, and then ends with 1")
    func json() async throws {
        let outcome = try await ShellProgram().run(["--doctor", "-o", "json"])
        #expect(outcome.status == 1)
        #expect(outcome.errors == "nx1sh: 2 checks failed: host, sign in.\n")
        let list = try #require(try JSONValue(parsing: outcome.outputBytes).array)
        for check in list {
            #expect(check.object?.map(\.key) == ["section", "name", "state", "detail", "advice"])
        }
        let found = try checks(outcome)
        for name in ["proxy", "dns", "connection", "certificate", "service", "clock", "signed_in"] {
            #expect(state(name, found) == "skipped")
        }
        #expect(found["host"]?["advice"]?.string?.contains("NX1_HOST") == true)
    }

    @Test("works with the sandbox, and for each format")
    func formats() async throws {
        for format in ["auto", "text", "markdown", "json", "jsonl", "table", "csv", "tsv", "html"] {
            let outcome = try await ShellProgram().run(["--sandbox", "--doctor", "-o", format])
            #expect(outcome.status == 0, "\(format): \(outcome.errors)")
            #expect(!outcome.outputBytes.isEmpty)
        }
    }

    @Test("refuses questions and other things to do")
    func usage() async throws {
        for arguments in [["Why?"], ["-c", ":ping"], ["--login"], ["--dry-run"], ["--each", "f"]] {
            let outcome = try await ShellProgram().run(["--doctor"] + arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("--doctor only checks; leave out"))
        }
    }

    @Test("says why a connection doesn't come about, and skips what depends on it")
    func unreachable() async throws {
        let refused = try await ShellProgram(host: try ClosedPort.host()).run(["--doctor", "-o", "json"])
        #expect(refused.status == 1)
        #expect(state("connection", try checks(refused)) == "failure")
        #expect(state("signed_in", try checks(refused)) == "skipped")
        let nowhere = try await ShellProgram(host: "https://nowhere.invalid").run(["--doctor", "-o", "json"])
        #expect(nowhere.status == 1)
        #expect(state("dns", try checks(nowhere)) == "failure")
        #expect(state("certificate", try checks(nowhere)) == "skipped")
    }

    @Test("verifies the certificate: trusted, expired, for another host, of an unknown authority, unchecked")
    func certificates() async throws {
        let day = Duration.seconds(86_400)
        for (tls, trusts, arguments, expected, words) in [
            (.init(lifetime: day * 80 - .seconds(3_600)), true, [], "ok", "valid for 79 days"),
            (.init(lifetime: day * 3 - .seconds(3_600)), true, [], "warning", "valid for 2 days"),
            (.init(lifetime: day * -3 - .seconds(3_600)), true, [], "failure", "expired 3 days ago"),
            (.init(names: ["other.example"]), true, [], "failure", "but for other.example"),
            (.init(), false, [], "failure", "issued by Nx1 sandbox authority"),
            (.init(), false, ["--no-verify-ssl"], "warning", "not verified (--no-verify-ssl)"),
        ] as [(SandboxTLS, Bool, [String], String, String)] {
            try await withSandbox(tls: tls) { sandbox in
                try await withTemporaryFolder { folder in
                    let authority = try TemporaryFolder.write(
                        sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder)
                    let outcome = try await ShellProgram(sandbox).run(
                        ["--doctor", "-o", "json"] + arguments,
                        adding: ["SSL_CERT_FILE": trusts ? authority : ""])
                    let found = try checks(outcome)
                    #expect(state("certificate", found) == expected)
                    let detail = found["certificate"]?["detail"]?.string ?? ""
                    #expect(detail.contains(words), "\(detail)")
                    #expect(outcome.status == (expected == "failure" ? 1 : 0))
                    #expect(state("signed_in", found) == (expected == "failure" ? "skipped" : "ok"))
                    if expected == "failure" {
                        #expect(sandbox.traffic.http1Requests + sandbox.traffic.http2Requests == 0)
                    }
                }
            }
        }
    }

    @Test("compares the clocks, and reports what the service answers")
    func service() async throws {
        for (status, date, key, state) in [
            (200, "Sun, 06 Nov 1994 08:49:37 GMT", "clock", "warning"),
            (200, "yesterday", "clock", "skipped"),
            (503, "", "service", "failure"), (404, "", "service", "failure"),
            (401, "", "signed_in", "failure"),
            (302, "", "service", "failure"),
        ] {
            try await withScriptedServer(answering: { request in
                .response(
                    status, ["Date": date, "Content-Type": "application/json"],
                    body: request.path.hasPrefix("/api/crew-runs") ? "[]" : "{\"version\": \"7\"}")
            }) { server in
                let outcome = try await ShellProgram(host: server.host).run(["--doctor", "-o", "json"])
                #expect(self.state(key, try checks(outcome)) == state, "\(status): \(outcome.output)")
                #expect(outcome.status == (state == "failure" ? 1 : 0))
                // The key goes along with the one request that needs it.
                let signed = server.requests.filter { $0.header("Authorization-PSK") != nil }
                #expect(signed.allSatisfy { $0.path.hasPrefix("/api/crew-runs") })
            }
        }
    }

    @Test("shows no secret, wherever one is set or sent back")
    func secrets() async throws {
        let planted = ShellProgram.plantedKey
        try await withScriptedServer(answering: { request in
            let key = request.header("Authorization-PSK") ?? "7"
            return .json("{\"version\": \"\(key)\", \"detail\": \"\(key)\"}", status: 200)
        }) { server in
            try await withTemporaryFolder { home in
                try TemporaryFolder.write(
                    """
                    default: {host: "\(server.host)", api_key: "\(planted)-1"}
                    other: {client_id: a, issuer: b, client_secret: "\(planted)-2"}
                    fourth: {host: https://h.invalid, client_id: a, issuer: "https://u:\(planted)@i.invalid/?k=\(planted)"}
                    third: {access_token_command: "echo \(planted)-3", "\(planted)": x}

                    """, to: ".nx1/profiles", in: home, mode: 0o644)
                for (arguments, variables) in [
                    ([], [:]), (["--api-key", planted], [:]), ([], ["NX1_ACCESS_TOKEN": planted]),
                    ([], ["NX1_API_KEY_COMMAND": "echo \(planted)"]),
                    (
                        [],
                        [
                            "HTTPS_PROXY": "http://user:\(planted)@127.0.0.1:1",
                            "NX1_HOST": "https://a.example",
                        ]
                    ),
                    ([], ["NX1_HOST": "https://user:\(planted)@a.example"]), (["-p", "other"], [:]),
                    (["-p", "third"], [:]), ([], ["EDITOR": "vi \(planted)", "PAGER": "less \(planted)"]),
                    ([], ["BROWSER": "firefox --token=\(planted)", "DISPLAY": ":0"]),
                    (["--host", "https://user:\(planted)@h.invalid/?token=\(planted)"], [:]),
                    (["--host", "ftp://user:\(planted)@h.invalid"], [:]),
                    (["--host", "https://user:\(planted) x@h.invalid#\(planted)"], [:]),
                    (["-p", "fourth"], [:]),
                ] as [([String], [String: String])] {
                    for format in ["text", "json"] {
                        let outcome = try await ShellProgram().run(
                            ["--doctor", "-o", format] + arguments, adding: variables, home: home)
                        #expect(!outcome.output.contains(planted), "\(arguments) \(variables)")
                        #expect(!outcome.errors.contains(planted), "\(arguments) \(variables)")
                    }
                }
            }
        }
    }

    @Test("shows hostile values as text that drives no terminal")
    func hostile() async throws {
        let evil = "\u{1B}]0;evil\u{7}\u{1B}[2J\nok evil"
        let outcome = try await ShellProgram().run(
            ["--doctor", "--host", evil, "--crew", evil, "--ca-file", evil],
            adding: [
                "LANG": evil, "SHELL": "/bin/\(evil)", "EDITOR": evil,
                "NX1_PROFILES_PATH": "/nowhere/\(evil)",
            ])
        #expect(outcome.status == 1 || outcome.status == 2)
        #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
        #expect(!outcome.output.contains("\nok evil"))
    }

    @Test("doesn't wait for pipes in the place of files, and says what they are")
    func pipes() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("", to: ".nx1/shell/here", in: home)
            let files = [
                "profiles": "profiles_file", "shell/rc": "startup_file", "shell/history": "history",
                "shell/tokens.json": "tokens", "shell/journal.sqlite": "journal",
            ]
            for file in files.keys { #expect(mkfifo(home + "/.nx1/" + file, 0o600) == 0) }
            let outcome = try await ShellProgram(host: try ClosedPort.host()).run(
                ["--doctor", "-o", "json"], home: home)
            #expect(outcome.status == 1)
            for name in files.values { #expect(state(name, try checks(outcome)) == "failure", "\(name)") }
        }
    }

    @Test("skips the files of a shell folder that is a file")
    func noFolder() async throws {
        let outcome = try await ShellProgram().run(
            ["--doctor", "-o", "json"], adding: ["NX1_SHELL_HOME": "/dev/null"])
        #expect(state("shell_folder", try checks(outcome)) == "failure")
        #expect(state("history", try checks(outcome)) == "skipped")
        #expect(state("journal", try checks(outcome)) == "skipped")
    }

    @Test("names what is open to others, with the command that closes it")
    func modes() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("{}", to: ".nx1/profiles", in: home, mode: 0o644)
            let found = try checks(try await ShellProgram().run(["--doctor", "-o", "json"], home: home))
            #expect(state("profiles_file", found) == "warning")
            #expect(found["profiles_file"]?["advice"] == .string("chmod 600 \(home)/.nx1/profiles"))
        }
    }

    @Test("never refreshes the sign-in of a person, and says who is signed in")
    func signIn() async throws {
        try await withSandboxSignIn(lifetime: .seconds(3)) { here in
            let shell = try ShellProgram(environment: here.environment)
            func doctor() async throws -> [String: JSONValue] {
                try checks(try await shell.run(["--doctor", "-o", "json"], home: here.home))
            }
            #expect(state("signed_in", try await doctor()) == "failure")
            #expect(try await shell.run(["--login"], home: here.home).status == 0)
            let tokens = here.home + "/.nx1/shell/tokens.json"
            let before = try TemporaryFolder.read(tokens)
            try await eventually("the end of the token") {
                state("signed_in", try await doctor()) == "warning" ? true : nil
            }
            #expect(try TemporaryFolder.read(tokens) == before)
            // The sign-in still works: nobody has spent the refresh token.
            #expect(try await shell.run([":auth"], home: here.home).status == 0)
            let batch = try checks(
                try await shell.run(["--doctor", "-p", "batch", "-o", "json"], home: here.home))
            #expect(state("signed_in", batch) == "ok")
            #expect(batch["signed_in"]?["detail"]?.string?.contains(here.sandbox.batchClientID) == true)
        }
    }

    @Test("finds a host that answers everything, but not as an Nx1 service")
    func otherService() async throws {
        try await withScriptedServer(answering: { _ in .json(#"{"foo":1}"#) }) { server in
            let outcome = try await ShellProgram(host: server.host).run(["--doctor", "-o", "json"])
            #expect(outcome.status == 1)
            let found = try checks(outcome)
            #expect(state("service", found) == "warning")
            #expect(state("signed_in", found) == "failure")
            #expect(found["signed_in"]?["detail"]?.string?.contains("it has no list of runs") == true)
            let ping = try await ShellProgram(host: server.host).run([":ping"])
            #expect(
                ping.errors
                    == "The answer has no version. Check that the host is the address of the Nx1 AI API.\n")
        }
    }

    @Test("ends in time where nothing answers, and at once on Ctrl-C, with the checks that are finished")
    func silence() async throws {
        try await withScriptedServer(answering: { _ in .silence }) { server in
            let shell = try ShellProgram(host: server.host)
            let slow = try await shell.run(["--doctor", "--timeout", "1", "-o", "json"])
            #expect(state("service", try checks(slow)) == "failure")
            #expect(state("signed_in", try checks(slow)) == "skipped")
            let count = server.requests.count
            try await shell.withRunning("--doctor", "--timeout", "600") { process in
                try await server.waitForRequests(count + 1)
                process.send(signal: SIGINT)
                let outcome = try await process.outcome()
                #expect(outcome.status == 130)
                #expect(outcome.errors == "nx1sh: Interrupted.\n")
                let titles = outcome.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
                #expect(titles == ["Shell", "Files", "Settings", "Programs"])
            }
        }
    }
}
