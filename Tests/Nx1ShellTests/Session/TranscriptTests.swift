import Nx1Client
import Nx1Shell
import ShellOutput
import ShellSession
import Testing

@testable import Nx1Events

@Suite("A script against the sandbox")
struct TranscriptTests {
    @Test("prints one answer per line, as the service sent it, and nothing on stderr")
    func answers() async throws {
        let transcript = try await Transcript(
            """
            # What the sandbox is to answer, word for word.
            :set result="Forty-two."
            One question

            Another
            """)
        #expect(transcript.answers == "Forty-two.\nForty-two.\n")
        #expect(transcript.remarks == "")
        #expect(transcript.exitStatus == .answered)
    }

    @Test(
        "prints any other JSON indented, with digits and order unchanged",
        arguments: [
            (
                #"{"b":1.10,"a":[12345678901234567890,{}]}"#,
                "{\n  \"b\": 1.10,\n  \"a\": [\n    12345678901234567890,\n    {}\n  ]\n}"
            ),
            ("[]", "[]"), ("null", "null"), ("false", "false"), ("1E400", "1E400"),
            (#""two\nlines\n""#, "two\nlines\n"), (#""\u001b[31m""#, "\u{1B}[31m"),
        ])
    func exact(result: String, answer: String) async throws {
        let transcript = try await Transcript(":set result:=\(result)\nquestion")
        #expect(transcript.answers == answer + "\n")
    }

    @Test(
        "makes control characters visible on a terminal, with a line about each run only where a person waits"
    )
    func terminal() async throws {
        let transcript = try await Transcript(
            ":set result:=\"\\u001b]0;title\\u0007\"\nquestion", isTerminal: true)
        #expect(transcript.answers == "^[]0;title^G\n")
        #expect(transcript.remarks == "")
    }

    @Test("names the line that failed and why, continues, and ends with the status of the first failure")
    func failures() async throws {
        let transcript = try await Transcript(
            """
            :set result=fine
            :crew ask scenario=fail Why?
            :nonsense
            :crew asq Why?
            How?
            """)
        #expect(transcript.answers == "fine\n")
        #expect(
            transcript.remarks.split(separator: "\n").map { $0.prefix(45) } == [
                "nx1sh: SCRIPT:2: The run failed: The Nx1 sand",
                "nx1sh: SCRIPT:3: Unknown command :nonsense. T",
                "nx1sh: SCRIPT:4: Unknown crew \"asq\". Did you ",
            ], "\(transcript.remarks)")
        #expect(transcript.exitStatus == .failed)
    }

    @Test("reports retries according to the current :progress")
    func retries() async throws {
        let transcript = try await Transcript(
            """
            :set scenario=flaky duration:=0.1 result=A
            First?
            :progress always
            Second?
            :progress never
            Third?
            """)
        #expect(transcript.answers == "A\nA\nA\n", "\(transcript.remarks)")
        let told = transcript.remarks.split(separator: "\n").filter { $0.contains("Retrying in") }
        // The service fails several times at first, and one of the three runs reports it.
        #expect(Set(told.map { $0.suffix(38) }).count == 1, "\(transcript.remarks)")
    }

    @Test("stops at the first failure with --stop-on-error")
    func stopOnError() async throws {
        let transcript = try await Transcript(":nonsense\n:ping\n") { $0.stopsOnError = true }
        #expect(transcript.answers == "")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("has a record for every question in JSON, including failures, with all keys")
    func records() async throws {
        let transcript = try await Transcript(
            ":set result:=[1] duration:=0.1\nfirst\n:crew ask scenario=fail second\n:crew ask scenario=nonsense third\n"
        ) { $0.format = .json }
        let records = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
        let keys = [
            "line", "correlation_id", "crew", "input", "status", "result", "error", "events", "started_at",
            "elapsed_ms", "steps", "tokens",
        ]
        #expect(records.map { $0.object?.map(\.key) } == [keys, keys, keys])
        #expect(records.map { $0["line"] } == [2, 3, 4])
        #expect(records.map { $0["status"] } == ["completed", "failed", .null])
        #expect(records[0]["result"] == [1])
        #expect(records[0]["input"]?["question"] == "first")
        #expect(records.map { $0["error"]?["code"]?.string } == [nil, "run_failed", "refused"])
        #expect((records[0]["events"]?.int ?? 0) > 5)
    }

    @Test(
        "keeps its runs: a result can be shown again, in another format, by number or by the beginning of its id"
    )
    func runs() async throws {
        let transcript = try await Transcript(
            ":set result=fine\none\ntwo\n:result %1\n:result -o json\n:status --now\n:result %9\n:result zzz\n"
        )
        let lines = transcript.answers.split(separator: "\n").map(String.init)
        #expect(lines.prefix(3) == ["fine", "fine", "fine"])
        #expect(try JSONValue(parsing: lines[3])["input"]?["question"] == "two")
        #expect(lines[4] == "run             %2")
        #expect(lines[7] == "status          completed")
        #expect(transcript.remarks.contains("SCRIPT:7: This session has no run %9: its last run is %2."))
        #expect(transcript.remarks.contains("SCRIPT:8: No run matches \"zzz\""))
        #expect(transcript.exitStatus == .usage)
    }

    @Test("sets and removes sticky inputs")
    func sticky() async throws {
        let transcript = try await Transcript(
            ":set region=north limit:=50 note=\"two words\"\n:set\n:unset limit note\n:set\n:unset limmit\n:set nonsense\n"
        )
        #expect(transcript.answers == "region  north\nlimit   50\nnote    two words\nregion  north\n")
        #expect(transcript.remarks.contains("Unknown sticky input \"limmit\". :set shows them."))
        #expect(transcript.remarks.contains("\"nonsense\" isn't a request item."))
    }

    @Test("changes the default crew, and lists the crews")
    func crews() async throws {
        let transcript = try await Transcript(
            ":crew data_engineering\nLoad it\n:crew\n:crew data_sugestion\n")
        #expect(transcript.answers.contains("```sql"))
        #expect(transcript.answers.contains("data_engineering  yes"))
        #expect(transcript.answers.contains("ask               no"))
        #expect(
            transcript.remarks.contains(
                "Unknown crew \"data_sugestion\". Did you mean `data_suggestion`?"))
    }

    @Test(
        "rejects invalid lines with a sentence",
        arguments: [
            (":format yaml", "Unknown format \"yaml\""), (":timing perhaps", "on or off"),
            (":progress some", "auto, always or never"),
            (":quit now", "Unexpected argument \"now\""), (":help nonsense", "No help for \"nonsense\"."),
            (":unset", ":unset needs the keys of sticky inputs. :set shows them."),
            (":source", "needs the name of a file"), (":source /nonexistent", "Couldn't read /nonexistent"),
            (":source /", "it is a folder"),
            (":status", "This session has no runs yet"),
            (":status --nwo", "Unknown option \"--nwo\" for :status. Did you mean `--now`?"),
            ("How many?\\", "SCRIPT:1: The line ends in a backslash, but no line follows"),
            (":crew ask --", "The question is empty"), (":result last -o", "needs a value"),
            (":profile nobody", "Unknown profile \"nobody\""),
            (":crew ask a:={", "JSON"), (":crew ask a=@/nonexistent", "/nonexistent"), (":", ":help"),
            ("\"\"\"\nopen", "never closed"),
        ])
    func refusals(line: String, sentence: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks.contains(sentence), "\(transcript.remarks)")
        #expect(transcript.answers == "")
        #expect(transcript.exitStatus == .usage)
    }

    @Test(
        "reports an empty list in a sentence",
        arguments: [
            (":jobs --now", "No runs in progress."), (":attach", "Nothing is attached."),
            (":history", "The history is empty."),
            (":history late", "No line in the history contains \"late\"."),
            (":session", "No sessions yet. To start one, use `:session NAME`."),
            (":runs late", "No matching runs."),
            (":runs --status failed", "No matching runs."),
            (":define", "No saved questions. Looked in HOME/.nx1/questions and HOME/.nx1/shell/questions."),
        ])
    func empty(line: String, sentence: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks == sentence + "\n")
        #expect(transcript.exitStatus == .answered)
    }

    @Test("accepts blocks, continuations, and a text that starts with a colon")
    func texts() async throws {
        let transcript = try await Transcript(
            "\"\"\"\n:help\n# two\n\"\"\"\none \\\ntwo\n\\:colon\n:quit\nnever asked"
        ) { $0.format = .json }
        let records = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
        #expect(records.map { $0["input"]?["question"]?.string } == [":help\n# two", "one \ntwo", ":colon"])
    }

    @Test("leaves a run at the deadline, says which one, and knows that it continues")
    func deadline() async throws {
        let transcript = try await Transcript(":set result=late duration:=3000\nslow\n:status --now") {
            settings in
            settings.deadline = .seconds(10)
        }
        #expect(transcript.remarks.contains("SCRIPT:2: Run "))
        #expect(
            transcript.remarks.contains("is still running after the deadline of 10.0 s. `nx1sh ':result "))
        #expect(transcript.answers.contains("status          running"))
        #expect(transcript.exitStatus == .stillRunning)
    }

    @Test("ends if files run each other")
    func sourceLoop() async throws {
        let transcript = try await Transcript(":source ~/script")
        #expect(transcript.remarks.contains("16 deep"))
        #expect(transcript.exitStatus == .usage)
    }

    @Test("shows progress as plain lines on stderr with :progress always")
    func progress() async throws {
        let transcript = try await Transcript("question") { $0.progress = .always }
        #expect(transcript.remarks.contains("✓ run_sql"))
        #expect(!transcript.remarks.contains("\u{1B}"))
        #expect(!transcript.answers.contains("run_sql"))
    }
}
