import LocatedValues
import Nx1Events
import SavedQuestions
import ShellInput
import Testing

@Suite("A saved question")
struct SavedQuestionTests {
    private func question(_ source: String) throws -> SavedQuestion {
        try SavedQuestion(parsing: source, name: "late", path: "q/late.md")
    }

    private func refusal(_ source: String) -> String? {
        do throws(SourceProblem) {
            _ = try SavedQuestion(parsing: source, name: "late", path: "q/late.md")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("without front matter is a text with placeholders")
    func textAlone() throws {
        let question = try question("\n\nHow many in {region}?\n\nBy week.\n\n")
        #expect(question.text.source == "How many in {region}?\n\nBy week.")
        #expect(question.summary == nil && question.target == nil && question.format == nil)
        #expect(question.inputs == [:])
    }

    @Test("sets its crew, inputs and format in its front matter", arguments: ["\n", "\r\n"])
    func frontMatter(newline: String) throws {
        let source = """
            ---
            summary: Late orders of a month
            crew: data_engineering
            set:
              limit: 5
              region: "north"
              deep: {a: [true, ~]}
            format: csv
            ---

            How many in {month=March}?
            ---
            Not front matter.
            """
        let question = try question(source.replacing("\n", with: newline))
        #expect(question.summary == "Late orders of a month")
        #expect(question.target == .crew("data_engineering"))
        #expect(
            question.inputs == ["limit": 5, "region": "north", "deep": ["a": [true, .null]]])
        #expect(question.format == "csv")
        #expect(question.text.source == "How many in {month=March}?\n---\nNot front matter.")
        #expect(question.place(of: .format)?.description == "q/late.md:8")
        #expect(question.place(of: .template) == nil)
    }

    @Test("also accepts inputs as request items, but never from a file")
    func items() throws {
        let question = try question("---\ntemplate: weekly\nset: [region=north, 'limit:=5', 'x=a b']\n---\n")
        #expect(question.inputs == ["region": "north", "limit": 5, "x": "a b"])
        #expect(question.target == .template("weekly"))
        for item in ["x=@/etc/passwd", "x:=@f.json", "x=@-", "x=@%1", "x=@last"] {
            #expect(
                refusal("---\nset:\n- \(item)\n---\nx")
                    == "q/late.md:3: A saved question can't read files or answers: `\(item)`. Use the value itself."
            )
        }
    }

    @Test(
        "is rejected with file and line",
        arguments: [
            ("", "q/late.md:1: The question has no text."),
            ("---\nsummary: x\n---\n \n", "q/late.md:4: The question has no text."),
            (
                "---\ncrew: ask\nHow many?",
                "q/late.md:1: The front matter isn't closed. Add a line `---` before the text."
            ),
            (
                "---\ncrew: ask\nsumary: x\n---\nx",
                "q/late.md:3: Unknown key `sumary`. Did you mean `summary`?"
            ),
            (
                "---\ncolour: x\n---\nx",
                "q/late.md:2: Unknown key `colour`. The keys are `summary`, `crew`, `template`, `set`, `format`."
            ),
            (
                "---\ncrew: ask\n\ntemplate: x\n---\nx",
                "q/late.md:4: `crew` and `template` can't be combined. Remove one."
            ),
            ("---\ncrew: [ask]\n---\nx", "q/late.md:2: `crew` must be text, but it is a list."),
            ("---\ncrew: 5\n---\nx", "q/late.md:2: `crew` must be text, but it is a number."),
            ("---\nformat:\n---\nx", "q/late.md:2: `format` must be text, but it is empty."),
            ("---\nsummary: \"a\\nb\"\n---\nx", "q/late.md:2: `summary` must be one line."),
            (
                "---\n- crew\n---\nx",
                "q/late.md:2: The front matter must be a mapping such as `crew: ask`, but it is a list."
            ),
            (
                "---\nset: region=north\n---\nx",
                "q/late.md:2: `set` must be a mapping such as `region: north`, or a list of items such as `region=north`, but it is text."
            ),
            (
                "---\nset: [5]\n---\nx",
                "q/late.md:2: An item of `set` must be text such as `region=north`, but it is a number."
            ),
            (
                "---\ncrew: a\ncrew: b\n---\nx",
                "q/late.md:2: Duplicate key `crew`: it occurs again below. Remove one of the two."
            ),
            (
                "---\ncrew: a: b\n---\nx",
                "q/late.md:2: Invalid YAML: mapping values are not allowed in this context."
            ),
        ])
    func refused(source: String, message: String) {
        #expect(refusal(source) == message)
    }

    @Test("is written so that it reads back unchanged")
    func written() throws {
        var question = SavedQuestion(name: "late", text: "\n{\"a\": {region}}\r\nGrüße\n\n")
        #expect(question.source == "{\"a\": {region}}\nGrüße\n")
        question.summary = "Größe: \"x\" # y"
        question.target = .template("no")
        question.inputs = [
            "a": "5", "b": 5, "c": "true", "d": true, "e": "", "f": "x\ny", "g": ["x", [:], []], "<<": .null,
            "h": 1.50, "i": " x ", "j": "@file", "k": "\u{1}", "l": "{x}", "m": "- x", "n": "---",
        ]
        question.format = "csv"
        let read = try SavedQuestion(parsing: question.source, name: "late", path: "x")
        #expect(read.source == question.source)
        #expect(read.inputs == question.inputs)
        #expect(read.summary == question.summary && read.target == question.target)
        #expect(read.format == "csv" && read.text == question.text)
        #expect(question.source.contains("Größe"))
    }

    @Test("keeps a rule at the beginning of its text")
    func rule() throws {
        let question = SavedQuestion(name: "late", text: "---\nx")
        #expect(question.source == "---\n---\n---\nx\n")
        #expect(try self.question(question.source).text.source == "---\nx")
    }

    @Test(
        "of a mebibyte is read or rejected quickly", arguments: ["---\n", "{a}", "\n", "---\r\n", " "])
    func mebibyte(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        _ = refusal(text)
        _ = refusal("---\n" + text)
    }

    @Test(
        "has a name of letters, digits, - and _, other than a command's",
        arguments: [
            ("", "A question needs a name: `:define NAME TEXT`."),
            (
                "3x",
                "`3x` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter."
            ),
            (
                "a/b",
                "`a/b` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter."
            ),
            (
                "a.b",
                "`a.b` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter."
            ),
            (
                "größe",
                "`größe` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter."
            ),
            ("runs", "`:runs` is a command. Choose another name for the question."),
            ("Runs", "`:Runs` is a command. Choose another name for the question."),
            (
                String(repeating: "a", count: 65),
                "The question name is too long: the maximum is 64 characters."
            ),
            ("late", nil), ("a-B_3", nil),
        ] as [(String, String?)])
    func names(name: String, refusal: String?) {
        #expect(QuestionName.refusal(of: name, commands: ["runs", "quit"]) == refusal)
    }
}
