import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// The expected details are FastAPI's responses, with pydantic 2, to the same bodies.
@Suite("Invalid requests get FastAPI's responses")
struct RequestValidationTests {
    static let crewTypes =
        "'ask', 'classification', 'data_engineering', 'data_suggestion' or 'semantic_model'"
    static let scenarios =
        "'ok', 'slow', 'fail', 'flaky', 'drop', 'silent', 'garbled', 'huge', 'plain', 'wrapped', 'untyped', 'crew-output', 'sse', 'ndjson' or 'poll'"

    static func issue(
        _ type: String, _ location: String, _ message: String, input: String, context: String? = nil
    ) -> String {
        let context = context.map { #""ctx":\#($0),"# } ?? ""
        return #"[{\#(context)"input":\#(input),"loc":\#(location),"msg":"\#(message)","type":"\#(type)"}]"#
    }

    static func option(
        _ name: String, _ type: String, _ message: String, _ input: String, _ context: String? = nil
    )
        -> (String, String)
    {
        (
            #"{"crew_type":"ask","task_input":{"\#(name)":\#(input)}}"#,
            issue(type, #"["body","task_input","\#(name)"]"#, message, input: input, context: context)
        )
    }

    static let mistakes: [(String, String)] = [
        ("", issue("missing", #"["body"]"#, "Field required", input: "null")),
        ("{}", issue("missing", #"["body","crew_type"]"#, "Field required", input: "{}")),
        (
            "[1]",
            issue(
                "model_attributes_type", #"["body"]"#,
                "Input should be a valid dictionary or object to extract fields from", input: "[1]")
        ),
        (
            #"{"crew_type":"Ask"}"#,
            issue(
                "enum", #"["body","crew_type"]"#, "Input should be \(crewTypes)", input: #""Ask""#,
                context: #"{"expected":"\#(crewTypes)"}"#)
        ),
        (
            #"{"crew_type":"ask","task_input":null}"#,
            issue("dict_type", #"["body","task_input"]"#, "Input should be a valid dictionary", input: "null")
        ),
        option(
            "scenario", "enum", "Input should be \(scenarios)", #""drop+nonsense""#,
            #"{"expected":"\#(scenarios)"}"#),
        option("scenario", "string_type", "Input should be a valid string", "[]"),
        option(
            "framing", "enum", "Input should be 'sse', 'ndjson' or 'poll'", #""xml""#,
            #"{"expected":"'sse', 'ndjson' or 'poll'"}"#),
        option("events", "int_type", "Input should be a valid integer", #""many""#),
        option("events", "int_type", "Input should be a valid integer", "true"),
        option(
            "events", "int_from_float",
            "Input should be a valid integer, got a number with a fractional part",
            "1.5"),
        option(
            "events", "greater_than_equal", "Input should be greater than or equal to 1", "0", #"{"ge":1}"#),
        option(
            "events", "less_than_equal", "Input should be less than or equal to 10000000", "10000001",
            #"{"le":10000000}"#),
        option("duration", "float_type", "Input should be a valid number", "null"),
        option(
            "duration", "greater_than_equal", "Input should be greater than or equal to 0", "-1", #"{"ge":0}"#
        ),
        option(
            "duration", "less_than_equal", "Input should be less than or equal to 3600", "3601",
            #"{"le":3600}"#),
    ]

    @Test("An invalid body starts nothing and is explained", arguments: mistakes)
    func refuses(body: String, detail: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.post(body)
            #expect(answer.status == 422)
            #expect(try answer.detail() == detail)
            #expect(try await caller.call(.GET, "/api/crew-runs").text == "[]")
        }
    }

    @Test("All errors of a body are reported at once")
    func tellsAll() async throws {
        try await withCaller { caller in
            let answer = try await caller.post(#"{"task_input":5}"#)
            #expect(
                answer.text
                    == #"{"detail":[{"type":"missing","loc":["body","crew_type"],"msg":"Field required","#
                    + #""input":{"task_input":5}},{"type":"dict_type","loc":["body","task_input"],"#
                    + #""msg":"Input should be a valid dictionary","input":5}]}"#)
        }
    }

    @Test(
        "A custom crew is validated to its last member",
        arguments: [
            ("{}", [#"["body","crew_config"] missing"#]),
            (#"{"crew_config":5}"#, [#"["body","crew_config"] model_attributes_type"#]),
            (
                #"{"crew_config":{"agents":[1],"tasks":[],"process":null,"verbose":2}}"#,
                [
                    #"["body","crew_config","agents",0] model_attributes_type"#,
                    #"["body","crew_config","tasks"] too_short"#,
                    #"["body","crew_config","verbose"] bool_type"#,
                    #"["body","crew_config","process"] string_type"#,
                ]
            ),
            (
                #"{"crew_config":{"agents":[{"role":1,"goal":"g","tools":[2]}],"#
                    + #""tasks":[{"description":"d","agent_index":7}]},"task_input":[]}"#,
                [
                    #"["body","crew_config","agents",0,"role"] string_type"#,
                    #"["body","crew_config","agents",0,"backstory"] missing"#,
                    #"["body","crew_config","agents",0,"tools",0] string_type"#,
                    #"["body","crew_config","tasks",0,"agent_index"] value_error"#,
                    #"["body","crew_config","tasks",0,"expected_output"] missing"#,
                    #"["body","task_input"] dict_type"#,
                ]
            ),
        ])
    func refusesCustomCrews(body: String, expected: [String]) async throws {
        try await withCaller { caller in
            let answer = try await caller.post(body, to: "/api/crews/run/custom")
            #expect(answer.status == 422)
            #expect(try answer.issues() == expected)
        }
    }

    @Test("A body of more than 32 MiB is rejected")
    func refusesHugeBodies() async throws {
        try await withCaller { caller in
            let answer = try await caller.post(String(repeating: " ", count: (32 << 20) + 1))
            #expect(answer.status == 413)
            #expect(answer.text.contains("32 MiB"))
        }
    }

    @Test("Invalid UTF-8 and endless nesting are ordinary errors")
    func refusesUnreadableBodies() async throws {
        try await withCaller { caller in
            let bodies = [
                (ByteBuffer(bytes: [0x22, 0xC3, 0xA9, 0xFF, 0x22]), "Not UTF-8", 2),
                (ByteBuffer(string: String(repeating: "[", count: 100_000)), "Nested too deeply", 500),
            ]
            for (body, reason, position) in bodies {
                let answer = try await caller.call(
                    .POST, "/api/crews/run", body: body, headers: ["Content-Type": "application/json"])
                #expect(answer.status == 422)
                #expect(
                    answer.text == #"{"detail":[{"type":"json_invalid","loc":["body",\#(position)],"#
                        + #""msg":"JSON decode error","input":{},"ctx":{"error":"\#(reason)"}}]}"#)
            }
        }
    }

    @Test(
        "JSON with another content type isn't parsed", arguments: ["text/plain", "application/xml", "json"])
    func refusesOtherContentTypes(type: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.post(#"{"crew_type":"ask"}"#, headers: ["Content-Type": type])
            #expect(answer.status == 422)
            #expect(answer.text.contains("model_attributes_type"))
        }
    }

    @Test("An unknown path is 404, and an unknown method is 405 and lists the known ones")
    func refusesRoutes() async throws {
        try await withCaller { caller in
            let missing = try await caller.call(.GET, "/api/nothing", signedIn: false)
            #expect(missing.status == 404)
            #expect(missing.text == #"{"detail":"Not Found"}"#)
            let wrong = try await caller.call(.PUT, "/api/crews/run", signedIn: false)
            #expect(wrong.status == 405)
            #expect(wrong.text == #"{"detail":"Method Not Allowed"}"#)
            #expect(wrong.headers["allow"] == ["POST"])
        }
    }

    @Test(
        "An unknown run is 404",
        arguments: ["/api/events/", "/api/crews/results/", "/api/crew-runs/"])
    func refusesUnknownRuns(path: String) async throws {
        try await withCaller { caller in
            let answer = try await caller.call(.GET, path + "no%2Fsuch%20run")
            #expect(answer.status == 404)
            #expect(answer.text == #"{"detail":"Unknown crew run no/such run."}"#)
        }
    }
}
