import Nx1Client
import ShellOutput
import ShellSession
import Testing

@testable import Nx1Events

@Suite("Saved questions")
struct SavedQuestionCommandTests {
    private static let late = [
        ".nx1/questions/late.md": "How many orders shipped late in {month=March} in {region}?\n"
    ]

    /// The inputs that were sent, in line order.
    private func inputs(_ script: String, files: [String: String] = late) async throws -> [JSONObject?] {
        let transcript = try await Transcript(script, files: files) { $0.format = .json }
        return try transcript.answers.split(separator: "\n").map {
            try JSONValue(parsing: $0)["input"]?.object
        }
    }

    @Test("are asked by name, with defaults for missing values")
    func asked() async throws {
        let inputs = try await inputs(":late region=north\n:late month=April region=\"south west\"")
        #expect(
            inputs.map { $0?["question"] } == [
                "How many orders shipped late in March in north?",
                "How many orders shipped late in April in south west?",
            ])
    }

    @Test("of a team take precedence over a personal one of that name, which :define says")
    func shadowed() async throws {
        let transcript = try await Transcript(":define late How many?", files: Self.late)
        #expect(
            transcript.remarks.hasSuffix(
                "Saved HOME/.nx1/shell/questions/late.md. "
                    + "In this folder, `:late` still asks your team's question: HOME/.nx1/questions/late.md.\n"
            ),
            "\(transcript.remarks)")
        #expect(transcript.exitStatus == .answered)
    }

    @Test("treat values that look like syntax as data")
    func data() async throws {
        let values = [#"north"; :quit"#, "{month}", "@/etc/passwd", "%1", "a | cat", "x > y", "last", "--"]
        for value in values {
            let quoted = "'\(value)'"
            let inputs = try await inputs(":late region=\(quoted)")
            #expect(
                inputs.first??["question"] == .string("How many orders shipped late in March in \(value)?"))
        }
    }

    @Test("reject a missing value and an unknown name in a script, each with its exit status")
    func refusals() async throws {
        let transcript = try await Transcript(":late\n:late place=x region=y\n:late north", files: Self.late)
        #expect(transcript.exitStatus == .usage)
        #expect(transcript.answers.isEmpty)
        #expect(
            transcript.remarks == """
                nx1sh: SCRIPT:1: `:late` needs a value for `region`: `:late region=TEXT`.
                nx1sh: SCRIPT:2: `:late` has no placeholder `place`. Its placeholders: `month`, `region`.
                nx1sh: SCRIPT:3: `north` isn't a value. Use `NAME=TEXT`, and quote text that contains spaces: `NAME="TWO WORDS"`.

                """)
    }

    @Test("use the settings of their front matter: crew, inputs, format")
    func frontMatter() async throws {
        let file = """
            ---
            summary: sorts a ticket
            crew: classification
            set:
              labels: [a, b]
            format: json
            ---
            Sort {ticket}.
            """
        let transcript = try await Transcript(":sort ticket=T1", files: [".nx1/questions/sort.md": file])
        let record = try JSONValue(parsing: transcript.answers)
        #expect(record["crew"] == "classification")
        #expect(record["input"] == ["labels": ["a", "b"], "question": "Sort T1."])
    }

    @Test("fill a template: its text with placeholders, its variables by name")
    func template() async throws {
        let file = "---\ntemplate: Late orders\n---\n"
        let transcript = try await Transcript(
            ":north limit=3 region=north", files: [".nx1/questions/north.md": file]
        ) { $0.format = .json }
        let record = try JSONValue(parsing: transcript.answers)
        #expect(record["crew"] == "Late orders")
        #expect(record["input"] == ["limit": 3, "region": "north"])
        #expect(record["status"] == "completed")
    }

    @Test("fill the placeholders in their inputs, and reject a missing value")
    func inputPlaces() async throws {
        let file = "---\nset:\n  area: \"{region}\"\n  level: \"{depth}\"\n---\nLate in {region=north}?\n"
        let files = [".nx1/questions/area.md": file]
        let inputs = try await inputs(":area depth=2\n:area region=south depth=1", files: files)
        #expect(inputs.map { $0?["area"] } == ["north", "south"])
        #expect(inputs.map { $0?["level"] } == ["2", "1"])
        let refused = try await Transcript(":area", files: files)
        #expect(
            refused.remarks
                == "nx1sh: SCRIPT:1: `:area` needs a value for depth, which its input `level` uses. Add NAME=TEXT.\n"
        )
        #expect(refused.exitStatus == .usage)
    }

    @Test("keep a value named like a secret out of the list of runs")
    func secretPlace() async throws {
        let transcript = try await Transcript(
            ":pw password=SECRETX1\n:runs -o json",
            files: [".nx1/questions/pw.md": "Is {password} strong?"])
        #expect(transcript.exitStatus == .answered)
        let list = transcript.answers.split(separator: "\n").last ?? ""
        #expect(!list.contains("SECRETX1") && list.contains("Is *** strong?"))
    }

    @Test("of several lines are saved without the quotes around them")
    func block() async throws {
        let inputs = try await inputs(":define two \"\"\"\nWhich {a}?\nAnd why?\n\"\"\"\n:two a=1")
        #expect(inputs.map { $0?["question"] } == ["Which 1?\nAnd why?"])
    }

    @Test("aren't overwritten by a mistyped redirection")
    func noRedirection() async throws {
        for tail in ["> x", "| wc", "-o json"] {
            let transcript = try await Transcript(":define late \(tail)\n:late region=x", files: Self.late)
            #expect(transcript.exitStatus == .usage)
            #expect(transcript.answers.contains("in March in x?"))
            #expect(transcript.remarks.contains("`\(tail)` looks like an output option, not a question"))
        }
    }

    @Test("are saved, listed, explained by help, repeated, and removed")
    func life() async throws {
        let transcript = try await Transcript(
            """
            :define why Why is {thing} late?
            :define -o json
            :why thing=order
            :again -o json
            :help why
            :forget why
            :why thing=order
            """)
        #expect(transcript.answers.contains(#""question":":why""#))
        #expect(transcript.answers.contains("> Why is order late?"))
        #expect(transcript.answers.contains(#""input":{"question":"Why is order late?"}"#))
        #expect(transcript.answers.contains(":why thing=TEXT: Why is {thing} late?"))
        #expect(transcript.remarks.contains("Saved HOME/.nx1/shell/questions/why.md.\n"))
        #expect(transcript.remarks.contains("Removed HOME/.nx1/shell/questions/why.md.\n"))
        #expect(
            transcript.remarks.contains(
                "SCRIPT:7: Unknown command :why. Type :help for the list. No saved question has that name. Looked in HOME/.nx1/questions"
            ))
        #expect(transcript.exitStatus == .usage)
    }

    @Test("can't have a command's name, and editing needs a terminal")
    func names() async throws {
        let transcript = try await Transcript(
            ":define runs Which?\n:define 1x Which?\n:define why\n:forget why")
        #expect(transcript.exitStatus == .usage)
        let lines = transcript.remarks.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasSuffix("`:runs` is a command. Choose another name for the question."))
        #expect(lines[1].contains("1x"))
        #expect(lines[2].contains("opens an editor, which needs a terminal"))
        #expect(lines[3].contains("Unknown saved question `why`."))
    }

    @Test("run many at a time, with answers in line order")
    func atOnce() async throws {
        let script = (1...20).map { ":late region=r\($0)" }.joined(separator: "\n")
        let transcript = try await Transcript(script, files: Self.late) {
            $0.many = .init(jobs: 8)
            $0.format = .json
        }
        let questions = try transcript.answers.split(separator: "\n")
            .map { try JSONValue(parsing: $0)["input"]?["question"]?.string }
        #expect(questions == (1...20).map { "How many orders shipped late in March in r\($0)?" })
    }
}
