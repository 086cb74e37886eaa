import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Inputs and crews from the command line")
struct InputTests {
    @Test("--set accepts texts, JSON, text files and JSON files, in order, and :set shows them")
    func items() async throws {
        try await withTemporaryFolder { folder in
            let text = try TemporaryFolder.write("\u{FEFF}two\nlines\n", to: "text", in: folder)
            let json = try TemporaryFolder.write(" {\"b\": 1.10, \"a\": [null]} \n", to: "json", in: folder)
            let items = [
                "region=north and \"south\"", "limit:=12345678901234567890", "notes=@\(text)",
                "more:=@\(json)",
                "empty=",
            ]
            let outcome = try await withShellOnSandbox { shell in
                try await shell.run(items.flatMap { ["--set", $0] } + ["-o", "json", "How many?"])
            }
            let input = try #require(try outcome.records().first?["input"])
            #expect(
                input.serialized() == #"{"region":"north and \"south\"","limit":12345678901234567890,"#
                    + #""notes":"two\nlines\n","more":{"b":1.10,"a":[null]},"empty":"","question":"How many?"}"#
            )
            let shown = try await ShellProgram().run(
                ["--set", "limit:=1.10", "--set", "region=north", "-o", "json", ":set"])
            #expect(shown.output == "{\"limit\":1.10,\"region\":\"north\"}\n")
        }
    }

    @Test("Sticky inputs are sent with every question, and a crew's own items override them")
    func sticky() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-o", "json", "--set", "region=north", "-c", "One?", "-c", ":crew ask region=south Two?",
                "-c",
                ":unset region", "-c", "Three?")
            let regions = try outcome.records().map { $0["input"]?["region"]?.string }
            #expect(regions == ["north", "south", nil])
        }
    }

    @Test("--crew sets the default crew, even one that only the service knows")
    func crew() async throws {
        try await withScriptedServer(
            Route("GET /api/crews/types", .json(#"["ask","forecasting"]"#)),
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/crews/results/run-1", .json(#"{"status":"completed","result":"7"}"#))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("--crew", "forecasting", "How many?")
            #expect(outcome.output == "7\n")
            let sent = try #require(server.requests.first { $0.method == "POST" })
            let body = #"{"crew_type":"forecasting","task_input":{"question":"How many?"}}"#
            #expect(sent.text == body)
            #expect(sent.header("Authorization-PSK") == ShellProgram.plantedKey)
            #expect(sent.header("x-correlation-id")?.correlationID != nil)
        }
    }

    @Test("The id that the service returns is used if it differs")
    func otherID() async throws {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"of the service/1"}"#)),
            Route(
                "GET /api/crews/results/of%20the%20service%2F1",
                .json(#"{"status":"completed","result":"7"}"#))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("-o", "json", "How many?")
            #expect(try outcome.records().first?["correlation_id"] == "of the service/1")
            #expect(try outcome.records().first?["result"] == "7")
        }
    }

    @Test(
        "An invalid item is rejected before anything is sent, with its place",
        arguments: [
            (#"a:={"x":}"#, #"nx1sh: Invalid JSON in `a:={"x":}` at column 9: expected a value."#),
            ("a:=1 2", "nx1sh: Invalid JSON in `a:=1 2` at column 6: unexpected text after the value."),
            ("a:=", "nx1sh: Invalid JSON in `a:=` at column 4"),
            (
                "a=@/no/such/file",
                "nx1sh: Couldn't read the file `/no/such/file` for `a`: no such file."
            ),
            ("a=@/", "nx1sh: Couldn't read the file `/` for `a`: it is a folder."),
            ("a:=@/dev/null", "nx1sh: Invalid JSON in the file `/dev/null` for `a`: "),
            (
                "region",
                "nx1sh: `region` isn't a request item: use key=text, key:=json, key=@file or key:=@file."
            ),
            ("=north", "nx1sh: `=north` has no key before the sign"),
        ])
    func refused(item: String, message: String) async throws {
        try await withScriptedServer { server in
            let shell = try ShellProgram(host: server.host)
            let outcome = try await shell.run("--set", item, "Why?")
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A file that isn't text is rejected")
    func noText() async throws {
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write([0x61, 0xFF, 0x62], to: "bytes", in: folder)
            let outcome = try await ShellProgram().run("--set", "a=@\(file)", ":set")
            #expect(
                outcome.errors
                    == "nx1sh: The file `\(file)` for `a` isn't valid UTF-8. Inputs must be UTF-8 text.\n"
            )
            #expect(outcome.status == 2)
        }
    }
}
