import SavedQuestions
import ShellInput
import Testing

@Suite("The values of a saved question")
struct QuestionValuesTests {
    private let late = SavedQuestion(name: "late", text: "Late in {month=March}, {region}, {order date}?")

    private func filled(_ arguments: String, _ question: SavedQuestion) throws(QuestionRefusal) -> String {
        try question.filled(with: try QuestionValues(arguments: arguments))
    }

    private func refusal(_ arguments: String, _ question: SavedQuestion) -> String? {
        do throws(QuestionRefusal) {
            _ = try filled(arguments, question)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("fill its placeholders; those with defaults are optional")
    func filling() throws {
        #expect(
            try filled("region=north \"order date=1 May\"", late) == "Late in March, north, 1 May?")
        #expect(
            try filled("  month='April 1'\tregion= 'order date=x'", late) == "Late in April 1, , x?")
        #expect(
            try filled(#"region="a \"b\" \\ \n" 'order date=='"#, late) == #"Late in March, a "b" \ \n, =?"#)
    }

    @Test(
        "are data, whatever they look like",
        arguments: [
            (#"region="north\"; :quit""#, "north\"; :quit"), (#"region='north"; :quit'"#, "north\"; :quit"),
            ("region=north\"", "north\""), ("region=\"a\n:quit\nb\"", "a\n:quit\nb"),
            ("region={month}", "{month}"),
            ("region=@/etc/passwd", "@/etc/passwd"), ("region=%1", "%1"), ("region==x", "=x"),
            ("region=a=b", "a=b"),
            ("region=", ""), ("region=--", "--"), ("region=$HOME`ls`", "$HOME`ls`"),
        ])
    func data(arguments: String, value: String) throws {
        let question = SavedQuestion(name: "q", text: "<{region}>")
        #expect(try filled(arguments, question) == "<\(value)>")
    }

    @Test(
        "are rejected with the correct syntax",
        arguments: [
            (
                "",
                "`:late` needs a value for `region`, `order date`: `:late region=TEXT \"order date=TEXT\"`."
            ),
            ("\"order date=x\"", "`:late` needs a value for `region`: `:late region=TEXT`."),
            (
                "regoin=x",
                "`:late` has no placeholder `regoin`. Did you mean `region`? Its placeholders: `month`, `region`, `order date`."
            ),
            (
                "limit:=5",
                "`:late` has no placeholder `limit:`. Its placeholders: `month`, `region`, `order date`."
            ),
            ("region=a region=b", "`region` is given twice."),
            (
                "region=north west",
                "`west` isn't a value. Use `NAME=TEXT`, and quote text that contains spaces: `NAME=\"TWO WORDS\"`."
            ),
            (
                "\"x\"",
                "`x` isn't a value. Use `NAME=TEXT`, and quote text that contains spaces: `NAME=\"TWO WORDS\"`."
            ),
            ("region=\"x", "Missing closing quote of `region`."),
            ("'region=x", "Missing closing quote of the value."),
            ("region=\"x\"y", "Missing space after the closing quote of `region`."),
        ])
    func refused(arguments: String, message: String) {
        #expect(refusal(arguments, late) == message)
    }

    @Test("are not allowed for a question without placeholders")
    func noPlaces() throws {
        let question = SavedQuestion(name: "q", text: "How many?")
        #expect(try filled("", question) == "How many?")
        #expect(refusal("a=b", question) == "`:q` has no placeholders, so it takes no values.")
    }

    @Test("appear in the question's usage")
    func usage() {
        #expect(late.usage == ":late [month=March] region=TEXT \"order date=TEXT\"")
    }

    @Test("can be added when a missing one is asked for")
    func adding() throws {
        var values = QuestionValues()
        values["region"] = "x\" y"
        values["order date"] = "z"
        values["month"] = "m"
        values["month"] = nil
        #expect(values.items.map(\.name) == ["region", "order date"])
        #expect(try late.filled(with: values) == "Late in March, x\" y, z?")
        #expect(late.text.missing(in: QuestionValues().texts) == ["region", "order date"])
    }
}
