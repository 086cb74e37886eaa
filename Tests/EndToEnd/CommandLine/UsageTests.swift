import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Usage")
struct UsageTests {
    @Test("--help and --version print to stdout", arguments: [["--help"], ["-h"], ["--version"]])
    func help(arguments: [String]) async throws {
        let outcome = try await ShellProgram().run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        if arguments == ["--version"] {
            let version =
                #/nx1sh \d+\.\d+\.\d+ \(([0-9a-f]{7,40}(, with changes)?|commit unknown)\)\nSwift [\d.]+, (debug|release) build, .+, libedit [\d.]+, SQLite [\d.]+, libyaml [\d.]+\n/#
            #expect(outcome.output.wholeMatch(of: version) != nil, "\(outcome.output)")
        } else {
            for flag in [
                "-c, --command", "-f, --file", "--crew", "--set", "-p, --profile", "--host", "--api-key",
                "--api-key-file", "--no-verify-ssl", "--timeout", "--retry-for", "--deadline", "-o, --output",
                "--progress",
                "--events", "--stop-on-error", "-q, --quiet", "-v, --verbose", "--color", "-X, --no-rc",
                "--each", "--login", "--sandbox", "--version",
            ] {
                #expect(outcome.output.contains(flag), "\(flag)")
            }
            #expect(outcome.output.contains("8  still running at the deadline"))
        }
    }

    @Test(
        "An invalid command line is rejected with the nearest valid one",
        arguments: [
            (["--outputt", "json"], "Unknown option '--outputt'. Did you mean '--output'?"),
            (["--hlep"], "nx1sh: Unknown option '--hlep'. Did you mean '--help'?\n"),
            (["--helpp"], "nx1sh: Unknown option '--helpp'. Did you mean '--help'?\n"),
            (["--versoin"], "nx1sh: Unknown option '--versoin'. Did you mean '--version'?\n"),
            (["--verbsoe"], "nx1sh: Unknown option '--verbsoe'. Did you mean '--verbose'?\n"),
            (["--bogus"], "nx1sh: Unknown option '--bogus'\n"),
            (["-o", "jsn", "Why?"], "Did you mean `json`?"), (["-ojsn", "Why?"], "Did you mean `json`?"),
            (["-j0", "Why?"], "-j"),
            (
                ["-why?"],
                "nx1sh: Unknown option '-why?'. Put -- before a question that begins with a dash.\n"
            ),
            (["--sandbox", "-why?"], "Put -- before a question that begins with a dash."),
            (["-5 degrees, why?"], "Put -- before a question that begins with a dash."),
            (["-q", "-xh"], "Unknown option '-xh'. Put -- before a question that begins with a dash."),
            (
                ["--sandbox", "--batch", "b", "Why?"],
                "--batch needs the journal, which --sandbox doesn't keep; leave out one of them."
            ),
            (
                ["-o", "yaml", "Why?"],
                "Available formats: auto, text, markdown, json, jsonl, table, vertical, csv, tsv, html, code."
            ),
            (["--progress", "sometimes", "Why?"], "'auto', 'always' or 'never'"),
            (["--color", "blue", "Why?"], "'auto', 'always' or 'never'"),
            (["--timeout", "0", "Why?"], "\"0\" is not a valid number of seconds: it must be above 0."),
            (["--timeout", "-1", "Why?"], "\"-1\" is not a valid number of seconds: it must be above 0."),
            (
                ["--deadline", "-0.5", "Why?"],
                "\"-0.5\" is not a valid number of seconds: it must be above 0."
            ),
            (
                ["--retry-for", "-1", "Why?"],
                "\"-1\" is not a valid number of seconds: it must be 0 or more."
            ),
            (["--timeout"], "Missing value for '--timeout <seconds>'"),
            (
                ["--deadline", "soon", "Why?"],
                "\"soon\" is not a valid number of seconds: it must be above 0."
            ),
            (["--deadline", "nan", "Why?"], "\"nan\" is not a valid number of seconds: it must be above 0."),
            (["--timeout", "1e300", "Why?"], "\"1e300\" is more than ten years (315360000 seconds)."),
            (["--deadline", "9223372036854775807", "Why?"], "is more than ten years (315360000 seconds)."),
            (["--retry-for", "inf", "Why?"], "\"inf\" is more than ten years (315360000 seconds)."),
            (
                ["--timeout", "1e-400", "Why?"],
                "\"1e-400\" is not a valid number of seconds: it must be above 0."
            ),
            ([":notify bell 1e300"], "\"1e300\" is more than ten years (315360000 seconds)."),
            ([":notify bell nan"], "\"nan\" is not a valid number of seconds: it must be 0 or more."),
            ([":profile add dev timeout=1e300"], "timeout is more than ten years (315360000 seconds)."),
            (["--host"], "Missing value for '--host <url>'"),
            (["-c", "one", "two"], "QUESTION can't be combined with -c or -f; pass it as another -c."),
            (
                ["--session", "s", "--continue", "Why?"],
                "--session continues its own conversation; leave out --continue."
            ),
            (["--login", "--session", "s"], "--login only signs in; leave out --session."),
            (["--login", "--continue"], "--login only signs in; leave out --continue and --dry-run."),
            (["--login", "--dry-run"], "--login only signs in; leave out --continue and --dry-run."),
            (["--login", "--sandbox"], "--sandbox signs in automatically; leave out --login."),
            (
                ["--api-key", "a", "--api-key-file", "b", "Why?"],
                "--api-key and --api-key-file can't be combined."
            ),
            (
                ["--api-key-file", "/no/such/file", "Why?"],
                "Couldn't read `/no/such/file`: no such file."
            ),
            ([":statsu"], "Unknown command :statsu. Did you mean `:status`?"),
            ([":cr"], "Did you mean `:crew`?"), ([":"], "The line has a colon but no command;"),
            ([":nonsense"], "Unknown command :nonsense. Type :help for the list."),
            ([":ping twice"], "Unexpected argument \"twice\" for :ping. `:help ping` shows its usage."),
            ([":status --nwo"], "Unknown option \"--nwo\" for :status. Did you mean `--now`?"),
            (
                [":result abc -output json"],
                "Unknown option \"-output\" for :result. Did you mean `--output`?"
            ),
            (
                [":status abc --now --x"],
                "Unknown option \"--x\" for :status. `:help status` shows its usage."
            ),
            ([":ping --help"], "Unknown option \"--help\" for :ping. `:help ping` shows its usage."),
            ([":timing --on"], "Unknown option \"--on\" for :timing. `:help timing` shows its usage."),
            ([":profile remove -f"], "Unknown option \"-f\" for :profile."),
            ([":profile add --force host=x"], "A profile name can't start with a hyphen"),
            ([":format jsno"], "Unknown format \"jsno\". Did you mean `json`?"),
            ([":timing maybe"], ":timing takes on or off, not \"maybe\"."),
            ([":result -o"], "-o needs a value."),
            ([":unset region"], "Unknown sticky input \"region\". :set shows them."),
            (
                [":set region"],
                "\"region\" isn't a request item. Request items are key=text, key:=json, key=@file and key:=@file."
            ),
            ([":source"], ":source needs the name of a file."),
            ([":unset"], ":unset needs the keys of sticky inputs. :set shows them."),
            ([":forget"], ":forget needs the name of a saved question. :define lists them."),
            ([":crew one two --show"], "--show takes one crew NAME. Use `:crew NAME --show`."),
            ([":profile remove"], ":profile remove needs the name of a profile. :profile lists them."),
            ([":source /no/such/file"], "Couldn't read /no/such/file: no such file."),
            ([""], "The question is empty, so nothing was sent."),
            (["  "], "The question is empty, so nothing was sent."),
            (["-c", ""], "The question is empty, so nothing was sent."),
            ([":crew ask --"], "The question is empty, so nothing was sent."),
            ([":crew ask --   "], "The question is empty, so nothing was sent."),
            ([":crew ask limit:=1 --"], "The question is empty, so nothing was sent."),
            (["Why?\\"], "The line ends in a backslash, but no line follows;"),
            (["-c", ":timing on", "-c", ":nonsense"], "nx1sh: -c 2: Unknown command :nonsense."),
            ([":crew ask \"\"\"\"\"\""], "starts an empty question: there is nothing between"),
            ([":result"], "This session has no runs yet."),
            ([":result %3"], "This session has no run %3: it has no runs yet."),
            ([":status %x"], "%x isn't a run: the percent sign needs a number, as in %1."),
        ] as [([String], String)])
    func refused(arguments: [String], message: String) async throws {
        try await withScriptedServer { server in
            let outcome = try await ShellProgram(environment: ["NX1_HOST": server.host])
                .run(arguments, adding: arguments.contains("--api-key") ? [:] : ["NX1_API_KEY": "k"])
            #expect(outcome.status == 2)
            #expect(outcome.output == "")
            #expect(outcome.errors.hasPrefix("nx1sh: "), "\(outcome.errors)")
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "An unknown crew is rejected with the service's nearest names, and no run starts",
        arguments: [
            (["--crew", "asc", "Why?"], "nx1sh: Unknown crew \"asc\". Did you mean `ask`?\n"),
            (
                ["-c", ":crew data_enginering"],
                "nx1sh: Unknown crew \"data_enginering\". Did you mean `data_engineering`?\n"
            ),
            (["-c", ":crew Ask Why?"], "nx1sh: Unknown crew \"Ask\". Did you mean `ask`?\n"),
        ])
    func unknownCrew(arguments: [String], message: String) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(arguments)
            #expect(outcome.errors == message)
            #expect(outcome.status == 2)
        }
    }

    @Test("A crew name without similar ones gets all names, and the folders searched for crew files")
    func strangeCrew() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(["--crew", "zzz", "Why?"])
            #expect(
                outcome.errors.hasPrefix(
                    "nx1sh: Unknown crew \"zzz\". Available crews: ask, classification, data_engineering, data_suggestion, semantic_model, Late orders, Monthly report, Stock check. Looked in "
                ))
            #expect(outcome.errors.hasSuffix("/.nx1/shell/crews.\n"))
            #expect(outcome.status == 2)
        }
    }

    @Test("The published crews are described even if the service lists only their names")
    func bareCrews() async throws {
        let names = #"["ask","classification","data_engineering","data_suggestion","semantic_model"]"#
        try await withScriptedServer(
            Route("GET /api/crews/types", .json(names)), Route("GET /api/crew-templates", .json("[]"))
        ) { server in
            let outcome = try await ShellProgram(host: server.host).run("-o", "csv", ":crew")
            #expect(
                outcome.output.replacing("\r\n", with: "\n") == """
                    crew,default,description,inputs,from
                    ask,true,answers questions about your data,question,service
                    classification,false,sorts data or texts into classes,,service
                    data_engineering,false,writes pipelines,,service
                    data_suggestion,false,suggests data for a purpose,,service
                    semantic_model,false,drafts a semantic model,,service

                    """)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    @Test("A RUN that matches no run, or several, is rejected with an explanation of valid ones")
    func unknownRun() async throws {
        let runs =
            #"[{"id":"1","correlation_id":"abc-1","status":"completed"},"#
            + #"{"id":"2","correlation_id":"abc-2","status":"completed"}]"#
        try await withScriptedServer(
            Route("GET /api/crew-runs", .json(runs)),
            Route("GET /api/crews/results/abc-2", .json(#"{"status":"completed","result":"42"}"#))
        ) { server in
            let shell = try ShellProgram(host: server.host)
            let several = try await shell.run(":result abc")
            #expect(
                several.errors == "nx1sh: abc matches several runs: abc-1, abc-2. Use more of the id.\n")
            #expect(several.status == 2)
            let none = try await shell.run(":result xyz")
            #expect(
                none.errors
                    == "nx1sh: No run matches \"xyz\" in this session, the journal or the service's last 100 runs. "
                    + "Use last, %N, or a correlation id or the start of one.\n")
            #expect(none.status == 2)
            let one = try await shell.run(":result abc-2")
            #expect(one.output == "42\n")
        }
    }

    @Test("A complete id that the service doesn't know is not found, with exit status 1")
    func foreignRun() async throws {
        try await withShellOnSandbox { shell in
            let id = "00000000-0000-4000-8000-000000000000"
            let outcome = try await shell.run(":status \(id) --now")
            #expect(outcome.status == 1)
            #expect(
                outcome.errors
                    == "nx1sh: The service has no record of run \(id). The run may not have started.\n")
        }
    }

    @Test("-v logs each request to stderr, and -q hides notes and progress, but no errors")
    func loudness() async throws {
        try await withShellOnSandbox { shell in
            let verbose = try await shell.run("-v", "Why?")
            let lines = verbose.errors.split(separator: "\n")
            #expect(
                lines.first?.wholeMatch(
                    of: #/POST http://127.0.0.1:\d+/api/crews/run, correlation id [-0-9a-f]{36}/#) != nil)
            let told = #/nx1sh: (POST|GET) http://127.0.0.1:\d+/api/\S+: 200 \(\d+ ms\)/#
            // The request, its response, events and the result; on a busy machine, events are requested twice.
            #expect(lines.count >= 4, "\(lines)")
            #expect(lines.dropFirst().allSatisfy { $0.wholeMatch(of: told) != nil }, "\(lines)")
            let headers = try await shell.run("-vv", "Why?")
            #expect(headers.errors.contains("x-correlation-id: "))
            #expect(headers.errors.contains("Authorization-PSK: …"))
            #expect(!headers.errors.contains("sandbox-"))
            let progress = try await shell.run("--progress", "always", "Why?")
            let steps = progress.errors.split(separator: "\n")
            #expect(steps.count >= 2 && steps.allSatisfy { $0.hasPrefix("✓ ") }, "\(steps)")
            #expect(steps.contains { $0.contains("run_sql") })
            let quiet = try await shell.run("-q", "--progress", "always", "--set", "scenario=fail", "Why?")
            #expect(quiet.errors.hasPrefix("nx1sh: The run failed:"))
            #expect(verbose.output == progress.output)
        }
    }

    @Test("--color always colours errors even with NO_COLOR; a pipe has no colours by default")
    func color() async throws {
        let shell = try ShellProgram()
        let plain = try await shell.run([":nonsense"])
        #expect(!plain.errors.contains("\u{1B}"))
        let coloured = try await shell.run(["--color", "always", ":nonsense"], adding: ["NO_COLOR": "1"])
        #expect(coloured.errors.hasPrefix("\u{1B}[31mnx1sh: Unknown command"))
        let forced = try await shell.run([":nonsense"], adding: ["CLICOLOR_FORCE": "1"])
        #expect(forced.errors.hasPrefix("\u{1B}[31mnx1sh: Unknown command"))
    }
}
