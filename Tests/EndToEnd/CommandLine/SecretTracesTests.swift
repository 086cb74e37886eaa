import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Credentials")
struct SecretTracesTests {
    /// The planted credentials, each in a run of its own.
    enum Plant: CaseIterable {
        case preSharedKey, accessToken, clientSecret, proxyPassword
    }

    /// The traces of one run of the shell.
    private struct Traces {
        let shell: ProgramOutcome
        /// All processes of the machine while the shell waits for an answer.
        let processes: [Int32: String]
        let shellID: Int32
    }

    @Test(
        "are in no file that the shell leaves behind, nor in its process's command line",
        arguments: Plant.allCases)
    func unkept(plant: Plant) async throws {
        let secret = "planted-\(UInt64.random(in: .min ... .max))"
        try await withTemporaryFolder { home in
            let traces = try await traces(of: plant, secret, home: home)
            #expect(traces.shell.status == (plant == .proxyPassword ? 130 : 4), "\(traces.shell.errors)")
            #expect(!traces.shell.output.contains(secret))
            #expect(!traces.shell.errors.contains(secret))
            #expect(traces.processes[traces.shellID]?.contains("nx1sh -vv Why?") == true)
            #expect(!traces.processes.values.contains { $0.contains(secret) })
            let left = try await Program(path: "/usr/bin/env").run(
                ["grep", "-rl", secret, home], environment: ["PATH": "/usr/bin:/bin"])
            // The profile is where the test put it.
            #expect(left.output == (plant == .clientSecret ? "\(home)/.nx1/profiles\n" : ""))
        }
    }

    /// Asks a question of a slow service, looks for traces meanwhile, and has the question rejected.
    private func traces(of plant: Plant, _ secret: String, home: String) async throws -> Traces {
        let shell = try Program(named: "nx1sh")
        let answer = Drip()
        let refusal = Reply.json(#"{"detail":"no","error":"invalid_client"}"#, status: 401)
        return try await withTunnelProxy(.silence) { proxy in
            try await withScriptedServer(
                Route("/realm/.well-known/", .response(404)), Route("/", .bytes("").then(answer), refusal)
            ) { server in
                var variables = ["NX1_HOST": server.host]
                switch plant {
                case .preSharedKey: variables["NX1_API_KEY"] = secret
                case .accessToken: variables["NX1_ACCESS_TOKEN"] = secret
                case .clientSecret:
                    let profile =
                        "default: {issuer: '\(server.host)/realm', client_id: a, client_secret: \(secret)}\n"
                    try TemporaryFolder.write(profile, to: ".nx1/profiles", in: home)
                case .proxyPassword:
                    variables = ["NX1_HOST": "https://aiapi.acme.test", "NX1_API_KEY": "k"]
                    variables["HTTPS_PROXY"] = "http://somebody:\(secret)@127.0.0.1:\(proxy.port)"
                }
                return try await shell.withRunning(
                    ["-vv", "Why?"], environment: variables, home: home, input: .empty
                ) { running in
                    try await eventually("a request", instead: { running.errors }) {
                        server.requests.contains { $0.method == "POST" } || !proxy.requests.isEmpty
                    }
                    let processes = try ProcessList.lines()
                    answer.send("HTTP/1.1 401 Scripted\r\nContent-Length: 0\r\n\r\n")
                    answer.end()
                    if plant == .proxyPassword { running.send(signal: 2) }
                    return Traces(
                        shell: try await running.outcome(), processes: processes, shellID: running.id)
                }
            }
        }
    }

    @Test("are not in the command line of a command that fetches a token, nor is that command's text")
    func tokenCommand() async throws {
        let (token, password) = (
            "planted-\(UInt64.random(in: .min ... .max))", "planted-\(UInt64.random(in: .min ... .max))"
        )
        // The first token is rejected, so the command is still fetching the second.
        let mark = "\(Int.random(in: 1_000_000...9_999_999))"
        let command =
            ": \(password); if [ -e once ]; then touch again; sleep \(mark); fi; touch once; cat token"
        let refusal = Reply.json(#"{"detail":"no"}"#, status: 401)
        try await withTemporaryFolder { home in
            try TemporaryFolder.write(token, to: "token", in: home)
            try await withScriptedServer(Route("/", refusal)) { server in
                let variables = [
                    "NX1_HOST": server.host, "NX1_ACCESS_TOKEN_COMMAND": command, "PATH": "/usr/bin:/bin",
                ]
                try await Program(named: "nx1sh").withRunning(
                    ["-vv", "Why?"], environment: variables, home: home, input: .empty
                ) { running in
                    let lines = try await eventually("the second command", instead: { running.errors }) {
                        let lines = try ProcessList.lines().values
                        return lines.contains { $0.hasPrefix("sleep \(mark)") } ? lines : nil
                    }
                    #expect(server.requests.last?.header("Authorization") == "Bearer \(token)")
                    for secret in [token, password] {
                        #expect(!lines.contains { $0.contains(secret) })
                    }
                    running.send(signal: 2)
                    let outcome = try await running.outcome()
                    #expect(outcome.status == 130)
                    for secret in [token, password] {
                        #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret))
                    }
                }
            }
        }
    }

    @Test("are not in the command line of the browser")
    func browser() async throws {
        try await withSandboxSignIn { place in
            let script =
                "#!/bin/sh\ntouch '\(place.traces)/open'\n"
                + "while [ -e '\(place.traces)/open' ]; do sleep 0.1; done\n"
            let watcher = try TemporaryFolder.write(script, to: "watcher", in: place.home, mode: 0o700)
            let password = "planted-\(UInt64.random(in: .min ... .max))"
            let variables = place.environment.merging([
                "BROWSER": watcher, "HTTPS_PROXY": "http://somebody:\(password)@127.0.0.1:9",
            ]) { $1 }
            try await Program(named: "nx1sh").withRunning(
                ["-vv", "--login"], environment: variables, home: place.home, input: .empty
            ) { running in
                let lines = try await eventually("the browser", instead: { running.errors }) {
                    let lines = try ProcessList.lines().values
                    return lines.contains { $0.hasPrefix("/bin/sh \(watcher) http") } ? lines : nil
                }
                for secret in [password, place.sandbox.apiKey, place.sandbox.batchClientSecret] {
                    #expect(!lines.contains { $0.contains(secret) })
                }
                running.send(signal: 2)
                let outcome = try await running.outcome()
                #expect(outcome.status == 130)
                #expect(!outcome.errors.contains(password))
            }
        }
    }
}
