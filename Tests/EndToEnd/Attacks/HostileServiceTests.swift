import Nx1Client
import TestSupport
import Testing

@Suite("A hostile service")
struct HostileServiceTests {
    /// A reply that the service sends to every request.
    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: Reply

        init(_ name: String, _ reply: Reply) {
            testDescription = name
            self.reply = reply
        }

        init(_ name: String, raw: String) {
            self.init(name, .bytes(raw).thenClose())
        }

        init(_ name: String, fields: String, body: String = "{}") {
            self.init(
                name,
                raw: "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    private static let much = 2_000_000

    /// Text larger than the limit for an event.
    private static let beyond = String(repeating: "x", count: 17 << 20)

    private static func many(_ text: String) -> String {
        String(repeating: text, count: much / text.utf8.count)
    }

    static let heads: [Attack] =
        [
            "000", "001", "099", "99", "1000", "4294967296", "18446744073709551616", "-1", "+200", "2OO", "",
            "200200",
        ].map { Attack("status \($0)", raw: "HTTP/1.1 \($0) X\r\nContent-Length: 2\r\n\r\n{}") } + [
            Attack("version 9.9", raw: "HTTP/9.9 200 OK\r\n\r\n"),
            Attack("only interim responses", raw: many("HTTP/1.1 100 Continue\r\n\r\n")),
            Attack("no final response", raw: "HTTP/1.1 102 X\r\nContent-Length: 0\r\n\r\n"),
            Attack("a protocol switch", raw: "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n\u{0}\u{1}\u{2}"),
            Attack(
                "two responses", raw: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n"),
            Attack(
                "a body with status 204", raw: "HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n123456789"),
            Attack("an endless reason phrase", raw: "HTTP/1.1 200 " + many("O")),
            Attack("an endless header name", raw: "HTTP/1.1 200 OK\r\n" + many("N")),
            Attack("an endless header", raw: "HTTP/1.1 200 OK\r\nX: " + many("v")),
            Attack("endless headers", raw: "HTTP/1.1 200 OK\r\n" + many("X: v\r\n")),
            Attack("control characters in a header", fields: "X: \u{0}\u{7F}\r\n"),
        ]

    static let bodies: [Attack] = [
        Attack("a negative length", raw: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
        Attack(
            "a length that overflows",
            raw: "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}"),
        Attack("the largest length", raw: "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n{}"),
        Attack("two lengths", raw: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        Attack("a chunk size that overflows", raw: chunked + "ffffffffffffffff\r\n{}"),
        Attack("a chunk size with 17 digits", raw: chunked + "fffffffffffffffff\r\n{}"),
        Attack("an endless chunk extension", raw: chunked + "2;" + many("x")),
        Attack("endless trailers", raw: chunked + "2\r\n{}\r\n0\r\n" + many("X: v\r\n")),
        Attack("a wrong Content-Encoding", fields: "Content-Encoding: gzip\r\n"),
        Attack("deeply nested JSON, cut off", fields: "Content-Type: application/json\r\n", body: many("[")),
        Attack(
            "deeply nested JSON", fields: "",
            body: String(repeating: "[", count: 9999) + String(repeating: "]", count: 9999)),
        Attack(
            "a large JSON array", fields: "Content-Type: application/json\r\n", body: "[" + many("[],") + "1]"
        ),
        Attack(
            "numbers that overflow", fields: "",
            body: #"{"correlation_id": 1e999999999, "status": -1e99999, "id": 99999999999999999999}"#),
        Attack(
            "lone surrogates", fields: "",
            body: #"{"correlation_id": "\ud800\udc00\ud800", "status":"\udfff"}"#),
        Attack(
            "a huge Retry-After", raw: "HTTP/1.1 429 X\r\nRetry-After: 1e300\r\nContent-Length: 0\r\n\r\n"),
        Attack(
            "a Retry-After that overflows",
            raw: "HTTP/1.1 503 X\r\nRetry-After: 99999999999999999999999999\r\nContent-Length: 0\r\n\r\n"),
        Attack(
            "a Retry-After-Ms that overflows",
            raw: "HTTP/1.1 503 X\r\nRetry-After-Ms: 9223372036854775808\r\nContent-Length: 0\r\n\r\n"),
        Attack(
            "a Retry-After in the year 9999",
            raw: "HTTP/1.1 503 X\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n"),
        Attack(
            "a long redirect",
            raw:
                "HTTP/1.1 302 X\r\nLocation: \(String(repeating: "/", count: 50_000))\r\nContent-Length: 0\r\n\r\n"
        ),
    ]

    private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(
        "causes an exit status and an error message, never a crash",
        arguments: heads + bodies)
    func everywhere(attack: Attack) async throws {
        try await withScriptedServer(Route("/", attack.reply)) { server in
            let shell = try ShellProgram(host: server.host)
            for words in [["Why?"], [":ping"], [":result some-run"]] {
                let outcome = try await shell.runInLittleMemory(
                    ["--timeout", "5", "--retry-for", "0", "--deadline", "5"] + words)
                #expect(outcome.signal == nil, "\(words): \(outcome.errors)")
                #expect([0, 1, 2, 4, 5, 8].contains(outcome.status), "\(words)")
                #expect(
                    outcome.status == 0 || outcome.errors.contains("nx1sh: "), "\(words): \(outcome.errors)")
                #expect(!outcome.errors.contains(ShellProgram.plantedKey))
            }
        }
    }

    /// Malformed events, in an event stream or JSON lines.
    static let events: [Attack] =
        [
            (
                "numbers that overflow",
                #"{"type":"task_started","timestamp":1e308,"progress":1e308,"emission_sequence":9223372036854775807,"duration_ms":1e300,"usage":{"total_tokens":9223372036854775807}}"#
            ),
            (
                "negative numbers that overflow",
                #"{"type":"task_started","timestamp":-1e308,"progress":-1e308,"emission_sequence":-9223372036854775808,"usage":{"total_tokens":-9223372036854775808,"prompt_tokens":-1}}"#
            ),
            (
                "the latest timestamp",
                #"{"type":"crew_kickoff_started","timestamp":"9999-12-31T23:59:59.999999-23:59"}"#
            ),
            (
                "the earliest timestamp",
                #"{"type":"crew_kickoff_completed","timestamp":"0000-01-01T00:00:00+23:59"}"#
            ),
            (
                "values of the wrong type",
                #"{"type":{"type":[]},"timestamp":[],"agent":{"role":{}},"task":[[]],"tool_args":"{\"a\":"}"#
            ),
            ("deep nesting", String(repeating: "[", count: 100_000)),
        ].map { (name, payload) in Attack(name, .events("data: \(payload)\n\ndata: \(payload)\n\n")) } + [
            Attack("a retry that overflows", .events("retry: 99999999999999999999\nid: 1\ndata: x\n\n")),
            Attack("the largest retry", .events("retry: 9223372036854775807\ndata: x\n\n")),
            Attack(
                "an endless line",
                .head(200, ["Content-Type": "text/event-stream"]).then("data: " + beyond)
                    .thenClose()),
            Attack(
                "an endless JSON line",
                .head(200, ["Content-Type": "application/x-ndjson"]).then("{\"a\":\"" + beyond).then(
                    many("y")
                ).thenClose()),
            Attack("a long id", .events("id: \(String(repeating: "i", count: 1_000_000))\ndata: x\n\n")),
            Attack("a long name", .events("event: \(String(repeating: "i", count: 1_000_000))\ndata: x\n\n")),
            Attack("empty events", .events(String(repeating: "data\n\n", count: 100_000))),
            Attack("only comments", .events(many(":\n"))),
            Attack("only carriage returns", .events(many("\r"))),
        ]

    @Test("can't prevent the answer by sending malformed events", arguments: events)
    func inEvents(attack: Attack) async throws {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route(
                "GET /api/crews/results/", .json(#"{"status":"running"}"#),
                .json(#"{"status":"completed","result":"42"}"#)),
            Route("GET /api/events/", attack.reply)
        ) { server in
            let outcome = try await ShellProgram(host: server.host).runInLittleMemory(
                [
                    "--timeout", "20", "--deadline", "90", "--progress", "always", "--events", "/dev/null",
                    "Why?",
                ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == "42\n")
        }
    }

    @Test("can't get the key into output or files of the shell by echoing it")
    func echo() async throws {
        let key = "planted-\(UInt64.random(in: .min ... .max))"
        let event =
            #"{"type":"\#(key)","agent":"\#(key)","message":"\#(key)","correlation_id":"\#(key)","id":"\#(key)"}"#
        let fields: KeyValuePairs = [
            "x-request-id": key, "Content-Type": "text/event-stream", "Via": key, "Server": key,
        ]
        for (status, result) in [
            (200, #"{"correlation_id":"\#(key)","status":"completed","result":"42"}"#),
            (200, #"{"correlation_id":"\#(key)","status":"failed","error":"\#(key)"}"#),
            (500, #"{"detail":"\#(key)"}"#), (404, #"{"detail":"\#(key)"}"#),
        ] {
            try await withTemporaryFolder { home in
                try await withScriptedServer(
                    Route(
                        "POST /api/crews/run",
                        .response(
                            200, ["x-request-id": key, "x-correlation-id": key],
                            body: #"{"correlation_id":"\#(key)","status":"\#(key)","message":"\#(key)"}"#)),
                    Route("GET /api/crews/types", .json(#"["\#(key)","ask"]"#)),
                    Route(
                        "GET /api/events/",
                        .response(200, fields, body: "id: \(key)\nevent: \(key)\ndata: \(event)\n\n")),
                    Route("GET /api/crews/results/", .response(status, ["x-request-id": key], body: result))
                ) { server in
                    let shell = try ShellProgram(host: server.host, key: key)
                    for words in [
                        ["-vv", "Why?"], ["--progress", "always", "Why?"],
                        ["-j", "2", "--progress", "always", "Why?"],
                        [":runs --remote"], [":crew"], ["-q", ":status", "last"],
                    ] {
                        let outcome = try await shell.run(
                            ["--retry-for", "1", "--deadline", "20"] + words, home: home)
                        #expect(!outcome.errors.contains(key), "\(words): \(outcome.errors)")
                        #expect(!outcome.output.contains(key), "\(words)")
                    }
                }
                let left = try await Program(path: "/usr/bin/env").run(
                    ["grep", "-rl", key, home], environment: ["PATH": "/usr/bin:/bin"])
                #expect(left.output == "")
            }
        }
    }

    @Test("that rate-limits some requests doesn't make the shell lose a line")
    func refusedNowAndThen() async throws {
        let (refusal, started) = (Reply.json("{}", status: 429), Reply.json(#"{"correlation_id":"run-1"}"#))
        let replies =
            [started]
            + (0..<39).flatMap {
                $0.isMultiple(of: 5) ? [refusal, refusal, refusal, started] : [started]
            }
        try await withScriptedServer(
            Route("POST /api/crews/run", replies),
            Route("GET /api/crews/results/", .json(#"{"status":"completed","result":"42"}"#))
        ) { server in
            let lines = (1...40).map { "Question \($0)?" }.joined(separator: "\n")
            let outcome = try await ShellProgram(host: server.host).run(
                ["-q", "-j", "8"], input: .text(lines))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == String(repeating: "42\n", count: 40))
        }
    }
}
