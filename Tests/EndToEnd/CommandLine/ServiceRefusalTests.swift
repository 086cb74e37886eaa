import Nx1Client
import TestSupport
import Testing

@Suite("Errors from a service")
struct ServiceRefusalTests {
    /// A service's response to the request that starts a run, and the shell's message.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let reply: Reply
        let status: Int32
        let words: [String]
        /// Whether the run may have started, so that the service must be asked about it.
        let mayHaveStarted: Bool
        let testDescription: String

        init(
            _ name: String, _ reply: Reply, _ status: Int32, mayHaveStarted: Bool = false, _ words: String...
        ) {
            self.reply = reply
            self.status = status
            self.words = words
            self.mayHaveStarted = mayHaveStarted
            testDescription = name
        }
    }

    static let refusals = [
        Refusal(
            "401", .json(#"{"detail":"Invalid API key"}"#, status: 401), 4,
            "doesn't accept the sign-in (401)",
            "Invalid API key", "Set NX1_API_KEY"),
        Refusal(
            "403", .json(#"{"detail":"Admins only"}"#, status: 403), 4,
            "You don't have permission to do this",
            "(403)",
            "Admins only"),
        Refusal(
            "404", .json(#"{"detail":"Not Found"}"#, status: 404), 1,
            "responded with 404 (not found) to POST /api/crews/run: Not Found"),
        Refusal(
            "422 with a list",
            .json(
                #"{"detail":[{"loc":["body","task_input","limit"],"msg":"Input should be a number","type":"x"},{"loc":["body",0],"msg":"Second","type":"y"}]}"#,
                status: 422),
            1, "The service refused the request (422)", "body.task_input.limit: Input should be a number",
            "body.0: Second"),
        Refusal(
            "422 with a string", .json(#"{"detail":"No such table"}"#, status: 422), 1,
            "The service refused the request (422): No such table"),
        Refusal(
            "400 without a body", .response(400), 1, "The service refused the request (400)."),
        Refusal(
            "429", .json(#"{"detail":"Too many"}"#, status: 429), 1, "is rate limiting you (429): Too many",
            "Try again later, retry for longer (--retry-for 600), or lower -j."),
        Refusal(
            "500", .json(#"{"detail":"Oh no"}"#, status: 500), 5, mayHaveStarted: true,
            "The service failed (500): Oh no"),
        Refusal(
            "502 with a page",
            .response(502, ["Content-Type": "text/html"], body: "<html><h1>Bad Gateway</h1>"), 5,
            mayHaveStarted: true, "The service failed (502)", "it sent a web page"),
        Refusal(
            "a page",
            .response(200, ["Content-Type": "text/html"], body: "<!doctype html>\n<title>Portal</title>"), 5,
            mayHaveStarted: true, "it isn't JSON", "It starts with: <!doctype html> <title>Portal</title>",
            "Check that the host is the address of the Nx1 AI API."),
        Refusal(
            "no JSON", .json("{broken"), 5, mayHaveStarted: true, "it isn't JSON", "It starts with: {broken"),
        Refusal(
            "JSON without an id", .json(#"{"status":"pending"}"#), 5, mayHaveStarted: true,
            "it has no correlation_id", #"It starts with: {"status":"pending"}"#),
        Refusal("an empty answer", .response(200), 5, mayHaveStarted: true, "It's empty."),
        Refusal(
            "closed half-way", .head(200, ["Content-Length": "100"]).then("{").thenClose(), 5,
            mayHaveStarted: true,
            "it closed the connection before the response was complete"),
        Refusal("closed at once", .close, 5, mayHaveStarted: true, "Couldn't reach"),
        Refusal(
            "reset", .head(200, ["Content-Length": "100"]).then("{").thenReset(), 5, mayHaveStarted: true,
            "Couldn't reach"),
        Refusal(
            "no HTTP", .bytes("SSH-2.0-OpenSSH_9.2\r\n"), 5, mayHaveStarted: true, "its response isn't HTTP"),
        Refusal(
            "a redirect", .response(307, ["Location": "https://elsewhere.example/api/crews/run"]), 5,
            "redirects to https://elsewhere.example/api/crews/run",
            "redirects aren't followed", "--host"),
    ]

    @Test(
        "are reported with the service's own words, and the exit status tells who is at fault",
        arguments: refusals)
    func starting(refusal: Refusal) async throws {
        try await withScriptedServer(Route("POST /api/crews/run", refusal.reply)) { server in
            let outcome = try await ShellProgram(host: server.host).run("-v", "--retry-for", "0", "Why?")
            #expect(outcome.status == refusal.status)
            #expect(outcome.output == "")
            for words in refusal.words { #expect(outcome.errors.contains(words), "\(outcome.errors)") }
            #expect(!outcome.errors.contains(ShellProgram.plantedKey))
            let id = try #require(outcome.errors.correlationID)
            // A service that was asked and doesn't know the run has not started it.
            #expect(
                outcome.errors.contains("has no record of it") == refusal.mayHaveStarted, "\(outcome.errors)")
            let lookUps = server.requests.count { $0.path == "/api/crews/results/\(id)" }
            #expect((lookUps > 0) == refusal.mayHaveStarted)
            #expect(!outcome.errors.contains("looks it up"))
            #expect(server.requests.filter { $0.method == "POST" }.count == 1)
            #expect(server.requests.first?.header("x-correlation-id") == id)
        }
    }

    @Test(
        "in the middle of a run are reported with the id and the way back to the run",
        arguments: [
            (Reply.json(#"{"detail":"Expired"}"#, status: 401), Int32(4), "doesn't accept the sign-in (401)"),
            (.response(200, ["Content-Type": "text/html"], body: "<html>"), 5, "it isn't JSON"),
            (.json("{broken"), 5, "it isn't JSON"),
            (.json(#"{"detail":"Oh no"}"#, status: 500), 5, "The service failed (500)"),
        ])
    func following(reply: Reply, status: Int32, message: String) async throws {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/crews/results/run-1", reply)
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("--retry-for", "0", "Why?")
            #expect(outcome.status == status)
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(outcome.errors.contains("`nx1sh ':result run-1'`"), "\(outcome.errors)")
        }
    }

    @Test("A host without a listener is unreachable, and nothing was started")
    func refusedConnection() async throws {
        let host = try ClosedPort.host()
        let outcome = try await ShellProgram(host: host).run("Why?")
        #expect(outcome.status == 5)
        #expect(
            outcome.errors
                == "nx1sh: Couldn't reach \(host): connection refused. Tried 3 times. Check the host and your network.\n"
        )
    }

    @Test("An unknown host name is unreachable")
    func noSuchHost() async throws {
        let outcome = try await ShellProgram(host: "https://no-such-host.invalid").run("Why?")
        #expect(outcome.status == 5)
        #expect(
            outcome.errors.contains(
                "Couldn't reach https://no-such-host.invalid: no such host."),
            "\(outcome.errors)")
    }

    @Test("A service without TLS is unreachable, and nothing was sent")
    func noTLS() async throws {
        try await withScriptedServer { server in
            let outcome = try await ShellProgram(host: "https://127.0.0.1:\(server.port)").run("Why?")
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("Couldn't reach"), "\(outcome.errors)")
            #expect(!outcome.errors.contains("looks it up"), "\(outcome.errors)")
            #expect(server.requests.isEmpty)
        }
    }
}
