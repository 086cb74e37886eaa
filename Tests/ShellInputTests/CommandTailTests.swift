import Testing

@testable import ShellInput

@Suite("The tail of a command with output")
struct CommandTailTests {
    private func read(
        _ arguments: String, _ showing: CommandArguments.Showing = .always
    ) throws -> (own: String, format: String?, destination: CommandTail.Destination?) {
        let read = try CommandArguments(arguments, showing: showing)
        return (read.own, read.format, read.destination)
    }

    @Test(
        "is a program after a bar, in the syntax of the person's shell",
        arguments: [
            ("| less", "", "less"), ("%1 -o csv | sort -t, -k3", "%1", "sort -t, -k3"),
            ("%1|head -1", "%1", "head -1"),
            ("--sql |grep 'a | b' > c", "--sql", "grep 'a | b' > c"),
            ("| sort | uniq -c", "", "sort | uniq -c"),
        ])
    func program(arguments: String, own: String, command: String) throws {
        let read = try read(arguments)
        #expect(read.own == own)
        #expect(read.destination == .program(command))
    }

    @Test(
        "is a file after one or two angle brackets",
        arguments: [
            ("--sql > q.sql", "q.sql", false), ("--sql >q.sql", "q.sql", false),
            (">> \"a b.csv\"", "a b.csv", true),
            ("-o csv >>~/a.csv", "~/a.csv", true),
        ])
    func file(arguments: String, path: String, appends: Bool) throws {
        #expect(try read(arguments).destination == .file(path: path, appends: appends))
    }

    @Test(
        "is never inside quotes, and an angle bracket inside a word doesn't start one",
        arguments: ["\"a | b\"", "'late > 3'", "amount>3", "a->b", "\"a|b\" c"])
    func quoted(arguments: String) throws {
        let read = try read(arguments)
        #expect(read.own == arguments)
        #expect(read.destination == nil)
    }

    @Test(
        "is never inside a quoted value, and neither is a format",
        arguments: [
            #"region='| cat'"#, #"region="north > x.csv""#, #"a=1 region="x -o csv" b=2"#,
            #"region="north\"; | cat""#, #"region="back\\" month='"| less"'"#,
        ])
    func values(arguments: String) throws {
        let plain = try read(arguments)
        #expect(plain.own == arguments && plain.format == nil && plain.destination == nil)
        let piped = try read(arguments + " -o csv | grep x='a | b'")
        #expect(piped.own == arguments && piped.format == "csv")
        #expect(piped.destination == .program("grep x='a | b'"))
        #expect(try read(arguments + " > late.csv").destination == .file(path: "late.csv", appends: false))
    }

    @Test("is found after a quote that isn't a value's, or isn't closed")
    func noValue() throws {
        #expect(try read("region='a | cat").destination == .program("cat"))
        #expect(try read("a=b'c | cat'").destination == .program("cat'"))
        #expect(try read("='a | cat'").destination == .program("cat'"))
    }

    @Test("can follow a quote directly, and an apostrophe isn't a quote")
    func apostrophes() throws {
        #expect(try read("\"late orders\"| head").destination == .program("head"))
        #expect(try read("don't | head 'x'").own == "don't")
        #expect(try read("'tis | head").destination == .program("head"))
    }

    @Test(
        "without a valid destination is rejected",
        arguments: [
            ("|", "`|` needs a command, as in `| less`."),
            ("%1 |  ", "`|` needs a command, as in `| less`."),
            (">", "`>` needs a file, as in `> late.csv`."),
            (">> ", "`>>` needs a file, as in `>> late.csv`."),
            ("> \"\"", "`>` needs a file, as in `> late.csv`."),
            ("> | less", "`>` needs a file, as in `> late.csv`."),
            (
                "> a b",
                "`>` takes one file. Quote a name that contains spaces: `> \"late orders.csv\"`."
            ), ("|| less", "nx1sh commands don't support `||`. To pipe their output, use `|`."),
        ])
    func refused(arguments: String, sentence: String) throws {
        let refusal = #expect(throws: CommandTail.Refusal.self) { try read(arguments) }
        #expect(refusal?.description == sentence)
    }

    @Test(
        "never cuts a question: a command that asks has output only without a question",
        arguments: [
            "ask which is more: a | b", "ask a > b", "data_engineering limit:=3 x -o y | z", "ask what is |",
        ])
    func question(arguments: String) throws {
        let read = try read(arguments, .whenAlone)
        #expect(read.own == arguments)
        #expect(read.format == nil)
        #expect(read.destination == nil)
        #expect(try self.read("-o csv | head", .whenAlone).destination == .program("head"))
        #expect(try self.read("| head", .whenAlone).own == "")
    }

    @Test(
        "follows :again only if there are just a run and items before it",
        arguments: [
            ("%2 And a | b?", "%2 And a | b?", false), ("region=a|b", "region=a|b", false),
            ("%2 x -o csv", "%2 x -o csv", false),
            ("%2 region=a | less", "%2 region=a", true), ("region='a | b' > x", "region='a | b'", true),
            ("region=a And | b?", "region=a And | b?", false), ("-- | b", "-- | b", false),
            ("%2 | less", "%2", true), ("| less", "", true), ("-o csv %2 | less", "%2", true),
        ])
    func again(arguments: String, own: String, isCut: Bool) throws {
        let read = try read(arguments, .behindRun)
        #expect(read.own == own)
        #expect((read.destination != nil) == isCut)
    }

    @Test("is part of the arguments of a command without output, or with a destination of its own")
    func elsewhere() throws {
        #expect(try read("how many | why -o x", .nothing).own == "how many | why -o x")
        let save = try read("late.csv -o csv | x", .elsewhere)
        #expect(save.own == "late.csv | x")
        #expect(save.format == "csv")
        #expect(save.destination == nil)
    }
}

@Suite("The format of a command with output")
struct CommandFormatTests {
    @Test(
        "can be anywhere among its arguments, which keep their spaces",
        arguments: [
            ("-o csv", "", "csv"), ("--output json %1", "%1", "json"), ("%1 -o csv:2", "%1", "csv:2"),
            ("late  orders -o json", "late  orders", "json"), ("a -o tsv  b  c", "a b  c", "tsv"),
            ("-o \"csv\" x", "x", "csv"),
        ])
    func taken(arguments: String, own: String, format: String) throws {
        let read = try CommandArguments(arguments, showing: .always)
        #expect(read.own == own)
        #expect(read.format == format)
    }

    @Test(
        "is rejected without a name, and if given twice",
        arguments: [
            ("%1 -o", "-o needs a value."), ("--output", "--output needs a value."),
            ("-o csv -o json", "-o is given twice."),
        ])
    func refused(arguments: String, sentence: String) {
        let refusal = #expect(throws: CommandArguments.Refusal.self) {
            try CommandArguments(arguments, showing: .always)
        }
        #expect(refusal?.description == sentence)
    }
}

@Suite("Words of arguments")
struct ArgumentWordTests {
    @Test("are grouped by quotes, and know their ranges")
    func words() {
        let text = " a \"b c\" 'd' don't \"open e"
        let words = ArgumentWord.words(of: text)
        #expect(words.map(\.text) == ["a", "b c", "d", "don't", "\"open", "e"])
        #expect(words.map { String(text[$0.range]) } == ["a", "\"b c\"", "'d'", "don't", "\"open", "e"])
        #expect(words.map(\.isQuoted) == [false, true, true, false, false, false])
    }
}

@Suite("Names that suggest a command")
struct CommandMeaningTests {
    private let commands = ["again", "save", "status", "jobs", "!", "copy", "runs"]

    @Test(
        "suggest it in any case",
        arguments: [
            ("rerun", ["again"]), ("export", ["save"]), ("resume", ["status"]),
            ("cancel", ["jobs", "status"]),
            ("shell", ["!"]), ("pbcopy", ["copy"]), ("YANK", ["copy"]), ("ls", ["runs"]), ("w", ["save"]),
        ])
    func meant(name: String, expected: [String]) {
        #expect(CommandMeanings.commands(meantBy: name, among: commands) == expected)
    }

    @Test("don't suggest commands that don't exist", arguments: ["plot", "compare", "zzz", ""])
    func unknown(name: String) {
        #expect(CommandMeanings.commands(meantBy: name, among: commands) == [])
    }
}
