import FoundationEssentials
import Nx1Client
import ShellOutput
import ShellSession
import Testing

@testable import Nx1Events

@Suite("Templates")
struct TemplateCommandTests {
    @Test("are listed with their descriptions, and each with its variables")
    func lists() async throws {
        let transcript = try await Transcript(":template\n:template \"Late orders\"\n:template -o json")
        #expect(transcript.exitStatus == .answered)
        #expect(
            transcript.answers.contains(
                "Late orders     Finds orders that shipped late in one region, and why."))
        #expect(
            transcript.answers.contains(
                "region     Region           choice   yes       -           north, south, east, west    -"))
        let last = transcript.answers.split(separator: "\n").last
        let list = try JSONValue(parsing: last.map(String.init) ?? "")
        #expect(list.array?.first?["name"] == "Late orders")
    }

    @Test("run with values in their declared types, by :template, as a crew, and as the default")
    func runs() async throws {
        let transcript = try await Transcript(
            """
            :template "late orders" region=north limit=7
            :crew "Late orders" region=north limit=7
            :crew "Late orders"
            :set region=north limit=7 color=blue
            :template "Late orders" --run
            """
        ) { $0.format = .json }
        let records = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
        #expect(records.count == 3)
        for record in records {
            #expect(record["crew"] == "Late orders")
            #expect(record["input"] == ["region": "north", "limit": 7])
            #expect(record["status"] == "completed")
        }
    }

    @Test("work in JSON lines, and with many runs in parallel")
    func jsonLines() async throws {
        let transcript = try await Transcript(
            #"{"crew":"Late orders","input":{"region":"north"}}"# + "\n"
                + #"{"crew":"template:Stock check","input":{"warehouse":"W1"}}"#
        ) {
            $0.inputForm = .jsonl
            $0.many = .init(jobs: 2)
            $0.format = .json
        }
        let crews = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0)["crew"] }
        #expect(crews == ["Late orders", "Stock check"])
        #expect(transcript.exitStatus == .answered)
    }

    @Test(
        "are validated before anything is sent",
        arguments: [
            (
                ":template \"Late orders\"  limit=7",
                "The template Late orders can't run: region (Region) needs a value. `:template \"Late orders\"` lists its variables."
            ),
            (
                ":template \"Late orders\" region=nowhere",
                "The template Late orders can't run: region: The value must be one of north, south, east or west, not \"nowhere\". `:template \"Late orders\"` lists its variables."
            ),
            (
                ":template \"Late orders\" region=north colour=red",
                "The template Late orders can't run: colour: The template has no such variable. It has region, since, limit, notify and recipient. `:template \"Late orders\"` lists its variables."
            ),
            (
                ":template \"Late orders\" region=north Why?",
                "The template Late orders takes no text. Give values for its variables: `:template \"Late orders\" NAME=VALUE`."
            ),
            (
                ":template \"Monthly report\" month=March",
                "2 templates are named Monthly report: 4b1d8c77-90e2-4c55-b6a4-f13a7d205e02, 9e6f2b18-5a3d-47c9-8d70-c84b19ae6f03. Use an id instead of the name. :template lists them."
            ),
            (
                ":template \"Late order\" --run",
                "Unknown template \"Late order\". Did you mean `\"Late orders\"`?"
            ),
        ])
    func refusals(line: String, message: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks == "nx1sh: SCRIPT:1: \(message)\n")
        #expect(transcript.exitStatus == .usage)
        #expect(transcript.answers.isEmpty)
    }

    @Test("show no value in the record of a request if the template couldn't be looked up")
    func unresolved() async throws {
        let transcript = try await Transcript(":template stok pin=909093") { $0.format = .json }
        #expect(transcript.exitStatus == .usage)
        #expect(transcript.answers.contains(#""input":{"pin":"***"}"#))
        #expect(!transcript.answers.contains("909093") && !transcript.remarks.contains("909093"))
    }

    @Test(
        "and crews send their answer to the line's destination, after values and items",
        arguments: [
            ":template \"Late orders\" region=north -o json", ":crew \"Late orders\" region=north -o json",
            ":template \"Late orders\" region=north -o json | cat",
            ":crew \"Late orders\" region=north --output json >> /dev/null",
            ":crew ask question='a | b > c' -o json",
        ], [nil, 4])
    func redirected(line: String, jobs: Int?) async throws {
        let transcript = try await Transcript(line) { settings in
            settings.many = jobs.map { .init(jobs: $0) }
        }
        #expect(transcript.exitStatus == .answered, "\(transcript.remarks)")
        // A program writes to this process's own output, and a file is a file.
        guard !line.contains("| cat"), !line.contains(">>") else {
            #expect(transcript.answers.isEmpty)
            return
        }
        let record = try JSONValue(parsing: transcript.answers)
        #expect(record["status"] == "completed")
        #expect(
            record["input"] == (line.hasPrefix(":crew ask") ? ["question": "a | b > c"] : ["region": "north"])
        )
    }

    @Test("don't wait for a run with & at the end")
    func background() async throws {
        let transcript = try await Transcript(
            ":template \"Late orders\" region=north &\n:crew ask duration:=1 Why? &\n:wait\n:runs -o json")
        #expect(transcript.exitStatus == .answered, "\(transcript.remarks)")
        #expect(transcript.remarks.components(separatedBy: " runs in the background.").count == 3)
        #expect(transcript.answers.contains(#""question":"Why?""#))
        #expect(!transcript.answers.contains("&"))
    }

    @Test("run once for each line of a batch, even if two lines mean the same")
    func batch() async throws {
        let transcript = try await Transcript(
            ":crew \"Late orders\" region=north limit=5\n:crew \"Late orders\" region=north limit:=5"
        ) {
            $0.many = .init(jobs: 2, batch: "same")
            $0.format = .json
        }
        let records = try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
        #expect(records.map { $0["status"] } == ["completed", "completed"], "\(transcript.remarks)")
        #expect(Set(records.compactMap { $0["correlation_id"]?.string }).count == 2)
    }

    @Test("keep a sensitive value, however short, out of the request log")
    func log() async throws {
        let transcript = try await Transcript(
            ":template \"Stock check\" warehouse=W1 mode=full pin=4x7y"
        ) { $0.verbosity = 2 }
        #expect(transcript.exitStatus == .answered)
        #expect(transcript.remarks.contains(#""warehouse":"W1""#))
        #expect(transcript.remarks.contains(#""pin":"***""#))
        #expect(!transcript.remarks.contains("4x7y"))
    }

    @Test("keep a sensitive value out of records and the list of runs")
    func sensitive() async throws {
        let transcript = try await Transcript(
            ":template \"Stock check\" warehouse=W1 mode=full pin=4711-0815\n:runs -o json\n:result -o json"
        ) { $0.format = .json }
        #expect(transcript.exitStatus == .answered)
        #expect(!transcript.answers.contains("4711-0815"))
        #expect(!transcript.remarks.contains("4711-0815"))
        #expect(transcript.answers.contains(#""pin":"***""#))
    }
}

@Suite("A person's own crews")
struct CrewFileCommandTests {
    private static let crew = [
        ".nx1/crews/research/agents.yaml": """
        researcher:
          role: >
            {topic} researcher
          goal: Find what matters
          backstory: Careful
          llm: some-model
        """,
        ".nx1/crews/research/tasks.yaml": """
        look:
          description: Look into {topic}.
          expected_output: A list
          agent: researcher
        """,
    ]

    @Test("run by name, with placeholders filled in, and again")
    func runs() async throws {
        let transcript = try await Transcript(
            ":crew research topic=returns\n:again topic=delays\n:again", files: Self.crew)
        #expect(transcript.exitStatus == .answered)
        #expect(transcript.answers.contains("### Look into returns."))
        #expect(transcript.answers.components(separatedBy: "### Look into delays.").count == 3)
        #expect(
            transcript.remarks.components(
                separatedBy: "Not sent, because the service doesn't support it: `llm`"
            )
            .count == 2, "said once")
    }

    @Test("are listed, shown, and can be the default crew")
    func shown() async throws {
        let transcript = try await Transcript(
            ":crew\n:crew research --show -o json\n:crew research\n:set topic=returns\n:crew",
            files: Self.crew)
        #expect(transcript.exitStatus == .answered)
        #expect(transcript.answers.contains("HOME/.nx1/crews/research"))
        let line = transcript.answers.split(separator: "\n").first { $0.hasPrefix("{\"crew_config\"") }
        let shown = try JSONValue(parsing: line.map(String.init) ?? "")
        #expect(shown["crew_config"]?["agents"]?.array?.first?["role"] == "{topic} researcher")
        #expect(shown["crew_config"]?["tasks"]?.array?.first?["agent_index"] == 0)
        let defaults = transcript.answers.split(separator: "\n").filter { $0.hasPrefix("research ") }
        #expect(defaults.count == 2)
        #expect(defaults.last?.contains(" yes ") == true)
    }

    @Test("are rejected with file and line, all problems at once, before anything is sent")
    func problems() async throws {
        let files = [
            ".nx1/crews/bad.yaml": """
            agents:
              - role: A
                goal: B
            tasks:
              - description: C
                expected_output: D
                agent_index: 3
            """
        ]
        let transcript = try await Transcript(":crew bad Why?", files: files)
        #expect(transcript.exitStatus == .usage)
        #expect(transcript.answers.isEmpty)
        #expect(transcript.remarks.contains("HOME/.nx1/crews/bad.yaml:2: `agents[0]` has no `backstory`."))
        #expect(transcript.remarks.contains("bad.yaml:7: "))
    }

    @Test("that don't exist are reported with the searched folders")
    func missing() async throws {
        let transcript = try await Transcript(":crew reserch Why?\n:crew ./nope.yaml Why?", files: Self.crew)
        #expect(transcript.exitStatus == .usage)
        #expect(transcript.remarks.contains("Unknown crew \"reserch\". Did you mean `research`?"))
        #expect(transcript.remarks.contains("SCRIPT:2: Couldn't read ./nope.yaml: no such file."))
    }
}
