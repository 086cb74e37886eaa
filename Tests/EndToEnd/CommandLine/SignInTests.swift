import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Signing in from the command line")
struct SignInTests {
    private func run(
        _ arguments: String..., at place: SandboxSignIn, adding variables: [String: String] = [:]
    ) async throws -> ProgramOutcome {
        try await ShellProgram(environment: place.environment)
            .run(arguments, adding: variables, home: place.home)
    }

    @Test("--login opens the browser, and other shells are signed in until :logout")
    func login() async throws {
        try await withSandboxSignIn { place in
            let outcome = try await run("--login", at: place)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == "")
            let address = try TemporaryFolder.read(place.traces + "/address")
            #expect(
                outcome.errors
                    == """
                    To sign in, open this address in a browser:
                    \(address)
                    Waiting up to 5 minutes for the browser. Press Ctrl-C to cancel.
                    Signed in as analyst at \(place.sandbox.issuer).

                    """)
            #expect(try TemporaryFolder.mode(of: place.home + "/.nx1/shell/tokens.json") == 0o600)

            let auth = try #require(try await run("-o", "json", ":auth", at: place).records().first)
            #expect(auth["user"] == "analyst")
            #expect(auth["signed_in_with"] == "browser sign-in")
            #expect(auth["sign_in_from"] == "the profile default")
            #expect(auth["issuer"] == .string(place.sandbox.issuer))
            #expect(auth["refreshes_by_itself"] == true)
            #expect((500...600).contains(auth["seconds_left"]?.int ?? 0), "\(auth)")

            let question = try await run(":crew ask duration:=0.1 Why?", at: place)
            #expect(question.status == 0, "\(question.errors)")

            let out = try await run(":logout", at: place)
            #expect(
                out.errors
                    == "Signed out of \(place.sandbox.issuer). The tokens were revoked and deleted.\n")
            #expect(out.status == 0)
            let again = try await run(":logout", at: place)
            #expect(again.errors == "You weren't signed in at \(place.sandbox.issuer).\n")
            #expect(again.status == 0)
            let refused = try await run("Why?", at: place)
            #expect(refused.status == 4)
            #expect(refused.errors.contains(":login"), "\(refused.errors)")
        }
    }

    @Test("No token is visible anywhere, and the browser gets none of the shell's keys")
    func secrets() async throws {
        try await withSandboxSignIn { place in
            let outcome = try await run(
                "--login", at: place,
                adding: ["NX1_API_KEY": "", "NX1_ACCESS_TOKEN": "", "LAKEHOUSE_API_KEY": ""])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let variables = try TemporaryFolder.read(place.traces + "/variables")
            #expect(variables.contains("PATH="))
            #expect(!variables.contains("NX1_"))
            #expect(!variables.contains("LAKEHOUSE_"))
            let tokens = try JSONValue(
                parsing: Array(TemporaryFolder.read(place.home + "/.nx1/shell/tokens.json").utf8))
            let secrets = texts(of: tokens).filter { $0.count > 20 && !$0.contains("/") }
            #expect(secrets.count >= 2, "the access and the refresh token")
            for arguments in [
                [":auth"], ["-o", "json", ":auth"], ["-v", "Why?"], ["-vv", ":ping"], [":logout"],
            ] {
                let outcome = try await ShellProgram(environment: place.environment)
                    .run(arguments, home: place.home)
                for secret in secrets {
                    #expect(!outcome.output.contains(secret), "\(arguments)")
                    #expect(!outcome.errors.contains(secret), "\(arguments)")
                }
            }
        }
    }

    private func texts(of value: JSONValue) -> [String] {
        if let text = value.string { return [text] }
        return (value.array ?? value.object?.map(\.value) ?? []).flatMap(texts)
    }

    @Test("A denied sign-in ends with status 4 and is reported")
    func denied() async throws {
        try await withSandboxSignIn(decision: "deny") { place in
            let outcome = try await run("--login", at: place)
            #expect(outcome.status == 4)
            #expect(outcome.errors.contains("nx1sh: "), "\(outcome.errors)")
            #expect(!outcome.errors.contains("Signed in"))
            #expect(!FileManager.default.fileExists(atPath: place.home + "/.nx1/shell/tokens.json"))
        }
    }

    @Test("Ctrl-C ends the wait for the browser at once, with status 130, and leaves the browser open")
    func interrupted() async throws {
        try await withSandboxSignIn(decision: nil) { place in
            try await Program(named: "nx1sh").withRunning(
                ["--login"], environment: place.environment, home: place.home
            ) { shell in
                try await eventually("the browser's start") {
                    FileManager.default.fileExists(atPath: place.traces + "/address") ? () : nil
                }
                let start = ContinuousClock.now
                shell.send(signal: SIGINT)
                let outcome = try await shell.outcome()
                #expect(outcome.status == 130)
                #expect(.now - start < .seconds(5))
                #expect(outcome.errors.hasSuffix("Interrupted.\n"), "\(outcome.errors)")
            }
        }
    }

    @Test("Without a browser, the address is shown, and opening it elsewhere signs in")
    func noBrowser() async throws {
        try await withSandboxSignIn { place in
            try await Program(named: "nx1sh").withRunning(
                ["--login"], environment: ["BROWSER": "/no/such", "PATH": "/nowhere"], home: place.home
            ) { shell in
                try await shell.waitForErrors("Waiting up to 5 minutes for the browser.")
                let told = shell.errors
                #expect(told.contains("Couldn't start a browser.\n"))
                let address = try #require(told.split(separator: "\n").first { $0.hasPrefix("http") })
                let page = try await Program(path: "/usr/bin/curl")
                    .run(["-sS", "-L", "-d", "decision=allow", String(address)])
                #expect(page.status == 0, "\(page.errors)")
                let outcome = try await shell.outcome()
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.contains("Signed in as analyst"))
            }
        }
    }

    /// The output of a shell that signs in on another device, with a person's decision on its page.
    private func signInOnAnotherDevice(
        _ arguments: [String], at place: SandboxSignIn, adding variables: [String: String] = [:],
        decision: String
    ) async throws -> ProgramOutcome {
        let environment = place.environment.merging(variables) { $1 }
        return try await Program(named: "nx1sh").withRunning(
            arguments, environment: environment, home: place.home
        ) { shell in
            try await shell.waitForErrors(
                "Waiting up to 10 minutes for you to sign in. Press Ctrl-C to cancel.")
            let code = try #require(
                shell.errors.split(separator: "\n").first { $0.contains("enter the code: ") }?.suffix(9))
            let page = try await Program(path: "/usr/bin/curl")
                .run([
                    "-sS", "-d", "user_code=\(code)&decision=\(decision)", place.sandbox.issuer + "/device",
                ])
            #expect(page.status == 0, "\(page.errors)")
            return try await shell.outcome()
        }
    }

    @Test("--login --device shows a code for another device, and opens no browser")
    func device() async throws {
        try await withSandboxSignIn { place in
            let outcome = try await signInOnAnotherDevice(
                ["--login", "--device"], at: place, decision: "allow")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == "")
            let page = place.sandbox.issuer + "/device"
            let lines = outcome.errors.split(separator: "\n").map(String.init)
            #expect(lines.count == 4, "\(outcome.errors)")
            #expect(lines.first?.hasPrefix("Open \(page) and enter the code: ") == true)
            #expect(lines.dropFirst().first?.hasPrefix("Or open \(page)?user_code=") == true)
            #expect(lines.last == "Signed in as analyst at \(place.sandbox.issuer).")
            #expect(!FileManager.default.fileExists(atPath: place.traces + "/address"))
            let question = try await run(":crew ask duration:=0.1 Why?", at: place)
            #expect(question.status == 0, "\(question.errors)")
        }
    }

    @Test("Over ssh, :login chooses another device and says so; --browser overrides that")
    func overSSH() async throws {
        try await withSandboxSignIn { place in
            let ssh = ["SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"]
            let outcome = try await signInOnAnotherDevice(
                [":login"], at: place, adding: ssh, decision: "allow")
            #expect(outcome.status == 0)
            #expect(
                outcome.errors.hasPrefix(
                    "This is an ssh session, so you can sign in on any device. To use a browser here, pass --browser.\n"
                ), "\(outcome.errors)")
            let insisting = try await run(":login --browser", at: place, adding: ssh)
            #expect(insisting.status == 0)
            #expect(insisting.errors.hasPrefix("To sign in, open this address in a browser:\n"))
        }
    }

    @Test("A sign-in denied on another device ends with status 4 and is reported")
    func deniedOnAnotherDevice() async throws {
        try await withSandboxSignIn { place in
            let outcome = try await signInOnAnotherDevice(
                ["--login", "--device"], at: place, decision: "deny")
            #expect(outcome.status == 4)
            #expect(
                outcome.errors.hasSuffix(
                    "nx1sh: The sign-in at \(place.sandbox.issuer) was denied: The person denied the request (access_denied). Sign in with :login or `nx1sh --login`.\n"
                ), "\(outcome.errors)")
        }
    }

    @Test("--login --port listens for the browser on that port, and reports if it is in use")
    func port() async throws {
        try await withSandboxSignIn { place in
            let taken = place.sandbox.host.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst()
            let outcome = try await run("--login", "--port", String(taken), at: place)
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "nx1sh: Couldn't listen on port \(taken) of 127.0.0.1: address already in use. Choose another port, or leave it out to use any free one.\n"
            )
        }
    }

    @Test("A key from a command in the profile authorizes requests, and the command gets none of our secrets")
    func keyCommand() async throws {
        try await withSandboxSignIn { place in
            let command = try TemporaryFolder.write(
                "#!/bin/sh\nenv >'\(place.traces)/variables'\necho planted-noise >&2\necho '\(place.sandbox.apiKey)'\n",
                to: "vault", in: place.home, mode: 0o700)
            let added = try await run(
                ":profile add vault host=\(place.sandbox.host) api_key_command='\(command) \"planted password\"'",
                at: place)
            #expect(added.status == 0, "\(added.errors)")
            let auth = try await run(
                "-p", "vault", "-o", "json", ":auth", at: place,
                adding: ["HTTPS_PROXY": "http://ann:planted@127.0.0.1:1", "NX1_API_KEY_COMMAND": ""])
            #expect(auth.status == 0, "\(auth.errors)")
            #expect(try auth.records().first?["signed_in_with"] == "pre-shared key from a command")
            #expect(try auth.records().first?["sign_in_from"] == "the profile vault")
            #expect(!auth.errors.contains("planted"))
            let variables = try TemporaryFolder.read(place.traces + "/variables")
            #expect(variables.contains("HTTPS_PROXY=http://127.0.0.1:1\n"))
            #expect(!variables.contains("planted") && !variables.contains("NX1"), "\(variables)")
            let failing = try await run(
                ":ping", at: place,
                adding: ["NX1_API_KEY_COMMAND": "echo planted >&2; exit 7", "NX1_HOST": place.sandbox.host])
            #expect(failing.status == 4)
            #expect(
                failing.errors
                    == "nx1sh: The command that prints a pre-shared key exited with status 7. Run it yourself to see why. It's set in NX1_API_KEY_COMMAND, or as api_key_command in the profile.\n"
            )
        }
    }

    @Test("A client with a secret signs in automatically, and :auth shows it")
    func clientCredentials() async throws {
        try await withSandboxSignIn { place in
            let auth = try #require(
                try await run("-p", "batch", "-o", "json", ":auth", at: place).records().first)
            #expect(auth["signed_in_with"] == "client credentials")
            #expect(auth["client_id"] == .string(place.sandbox.batchClientID))
            #expect(auth["refreshes_by_itself"] == true)
            #expect(auth["accepted"] == true)
            #expect(!FileManager.default.fileExists(atPath: place.home + "/.nx1/shell/tokens.json"))
        }
    }

    @Test("A given token, and a command that prints one, are used unchanged")
    func given() async throws {
        try await withSandboxSignIn { place in
            let token = place.sandbox.accessToken
            let given = try await run("-o", "json", ":auth", at: place, adding: ["NX1_ACCESS_TOKEN": token])
            #expect(try given.records().first?["signed_in_with"] == "access token")
            #expect(try given.records().first?["sign_in_from"] == "the environment (NX1_ACCESS_TOKEN)")
            let printed = try await run(
                "-o", "json", ":auth", at: place, adding: ["NX1_ACCESS_TOKEN_COMMAND": "echo \(token)"])
            #expect(try printed.records().first?["signed_in_with"] == "access token from a command")
            #expect(!(given.output + printed.output).contains(token))
        }
    }

    @Test(
        "A rejected sign-in ends with status 4 and names the setting to fix",
        arguments: [
            (["NX1_API_KEY": "bad"], "Set NX1_API_KEY to a valid key"),
            (["NX1_ACCESS_TOKEN": "bad"], "(NX1_ACCESS_TOKEN) may have expired. Set a new one."),
            (["NX1_ACCESS_TOKEN_COMMAND": "echo bad"], "Check what the command from the environment"),
            (["NX1_ACCESS_TOKEN_COMMAND": "exit 3"], "exited with status 3"),
            ([:], ":login"),
        ] as [([String: String], String)])
    func refused(variables: [String: String], advice: String) async throws {
        try await withSandboxSignIn { place in
            let outcome = try await run(":auth", at: place, adding: variables)
            #expect(outcome.status == 4)
            #expect(outcome.errors.contains(advice), "\(outcome.errors)")
        }
    }

    @Test(
        ":login without a profile says how to set what is missing",
        arguments: [
            (
                [:],
                "No host and no issuer are set. Set them in a profile: `:profile add default host=URL issuer=URL client_id=ID`."
            ),
            (
                ["NX1_HOST": "http://127.0.0.1:9"],
                "No profile is in use, so there is no issuer to sign in to. Set issuer and client_id: `:profile add default issuer=URL client_id=ID`."
            ),
        ] as [([String: String], String)])
    func noProfile(variables: [String: String], sentence: String) async throws {
        let outcome = try await ShellProgram(environment: variables).run(":login")
        #expect(outcome.errors == "nx1sh: \(sentence)\n")
        #expect(outcome.status == 2)
    }

    @Test(
        ":login without a sign-in to use says what to do, with status 2",
        arguments: [
            (
                ["-p", "key", ":login"], [:], "The profile key has no issuer to sign in to.",
                "Set issuer and client_id: `:profile add key issuer=URL client_id=ID`"
            ),
            (
                ["-p", "key", "--login"], [:], "The profile key has no issuer to sign in to.",
                ":profile add key"
            ),
            (
                ["-p", "batch", ":login"], [:],
                "The profile batch signs in automatically with its client_secret.", "Type :auth for details."
            ),
            (["-p", "batch", ":logout"], [:], "signs in automatically with its client_secret", ":auth"),
            (
                [":login"], ["NX1_API_KEY": "k"],
                "The pre-shared key set in NX1_API_KEY takes precedence over the browser sign-in of the profile default.",
                "Unset it first."
            ),
            ([":login now"], [:], "Unexpected argument \"now\" for :login", ":help login"),
            (["--login", "Why?"], [:], "--login only signs in", "leave out"),
            (["--device"], [:], "--device, --browser and --port require --login.", ""),
            (
                ["--login", "--device", "--browser"], [:], "--device and --browser can't be combined.",
                ""
            ),
            (["--login", "--device", "--port", "80"], [:], "--port can't be combined with --device", ""),
            (["--login", "--port", "0"], [:], "--port must be between 1 and 65535, not 0.", ""),
            ([":login --port x"], [:], "--port must be between 1 and 65535, not \"x\".", ""),
            (["--login", "--sandbox"], [:], "--sandbox signs in automatically", "leave out"),
        ] as [([String], [String: String], String, String)])
    func nothingToSignInTo(
        arguments: [String], variables: [String: String], message: String, advice: String
    ) async throws {
        try await withSandboxSignIn { place in
            let outcome = try await ShellProgram(environment: place.environment)
                .run(arguments, adding: variables, home: place.home)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(advice.isEmpty || outcome.errors.contains(advice), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: place.traces + "/address"))
        }
    }
}
