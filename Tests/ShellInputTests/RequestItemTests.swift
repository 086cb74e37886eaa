import Nx1Client
import ShellInput
import Testing

@Suite("Request items")
struct RequestItemTests {
    static let files = InputFiles(home: "/home/ada") { (path) throws(InputFileError) in
        switch path {
        case "note.txt": return Array("two\nrows\n".utf8)
        case "my note.txt": return Array("blank in the path".utf8)
        case "marked.txt": return Array("\u{FEFF}marked".utf8)
        case "/home/ada/filter.json": return Array("{\"late\": true}\n".utf8)
        case "broken.json": return Array("{\n  \"late\": yes\n}".utf8)
        case "picture.png": return [0x89, 0x50, 0x4E, 0x47, 0xFF]
        default: throw InputFileError(path: path, reason: "no such file")
        }
    }

    @Test(
        "A separate argument is one item, with spaces and quotes",
        arguments: [
            ("note=two words", "note", #""two words""#),
            ("note=", "note", #""""#),
            ("note=\"quoted\"", "note", #""\"quoted\"""#),
            ("sum=1+1=2", "sum", #""1+1=2""#),
            ("_a.b-c9=x", "_a.b-c9", #""x""#),
            ("limit:=10", "limit", "10"),
            ("limit:= 10 ", "limit", "10"),
            ("filter:={\"late\": [1, true, null]}", "filter", #"{"late": [1, true, null]}"#),
            ("note=@note.txt", "note", #""two\nrows\n""#),
            ("note=@my note.txt", "note", #""blank in the path""#),
            ("note=@marked.txt", "note", #""marked""#),
            ("filter:=@~/filter.json", "filter", #"{"late": true}"#),
            ("at:=\"@home\"", "at", #""@home""#),
        ])
    func whole(argument: String, key: String, json: String) throws {
        let item = try RequestItem.read(argument, files: Self.files)
        #expect(item == RequestItem(key: key, value: try JSONValue(parsing: json)))
    }

    @Test(
        "Items come first, and the first word that isn't one starts the text",
        arguments: [
            ("", [], nil),
            ("  ", [], nil),
            ("How many  orders? ", [], "How many  orders? "),
            ("region=EU limit:=5 How many?", ["region=EU", "limit:=5"], "How many?"),
            ("region=EU  \n limit:=5", ["region=EU", "limit:=5"], nil),
            ("note=\"two words\" text", ["note=two words"], "text"),
            ("note='it is \"so\"' text", ["note=it is \"so\""], "text"),
            (#"note="a \"quote\" and a \\ and \n" text"#, [#"note=a "quote" and a \ and \n"#], "text"),
            ("note=@\"my note.txt\"", ["note=@my note.txt"], nil),
            ("note=\"@home\"", ["note=@home!"], nil),
            ("filter:={\"a\": [1, 2]} text", ["filter:={\"a\":[1,2]}"], "text"),
            ("name:=\"two words\" text", ["name:=\"two words\""], "text"),
            ("-- region=EU is what?", [], "region=EU is what?"),
            ("a=1 -- b=2", ["a=1"], "b=2"),
            ("a=1 --", ["a=1"], ""), ("--   ", [], ""),
            ("--now a=1", [], "--now a=1"),
            ("a==b or not", [], "a==b or not"),
            ("x>=3 means?", [], "x>=3 means?"),
            ("https://acme.example/?a=b", [], "https://acme.example/?a=b"),
            ("9=nine", [], "9=nine"),
            ("= is a sign", [], "= is a sign"),
            ("why a=1", [], "why a=1"),
            ("a=1 \"\"\"\nb=2\n  two\n\"\"\"", ["a=1"], "b=2\n  two"),
            ("Look: \"\"\"\nrow\n\"\"\"", [], "Look: \"\"\"\nrow\n\"\"\""),
        ] as [(String, [String], String?)])
    func words(arguments: String, items: [String], text: String?) throws {
        let found = try RequestItems.read(from: arguments, files: Self.files)
        let expected = try items.map { item in
            item == "note=@home!"
                ? RequestItem(key: "note", value: .string("@home"))
                : try RequestItem.read(item, files: Self.files)
        }
        #expect(found.items == expected)
        #expect(found.text == text)
    }

    @Test("A text in a block may look like an item")
    func block() throws {
        var parser = StatementParser(mode: .script)
        _ = parser.feed(":crew \"\"\"", number: 1)
        _ = parser.feed("a=1", number: 2)
        guard case .statement(let statement) = parser.feed("\"\"\"", number: 3),
            case .command(name: "crew", let arguments) = statement.content
        else {
            Issue.record("no command")
            return
        }
        let found = try RequestItems.read(from: arguments, files: Self.files)
        #expect(found.items.isEmpty)
        #expect(found.text == "a=1")
    }

    @Test(
        "An invalid item is rejected in one sentence",
        arguments: [
            (
                "question",
                "`question` isn't a request item: use key=text, key:=json, key=@file or key:=@file."
            ),
            ("a==b", "`a==b` isn't a request item: use key=text, key:=json, key=@file or key:=@file."),
            (
                "=x",
                "`=x` has no key before the sign: use key=text or key:=json, "
                    + "or put `--` before a text that starts like this."
            ),
            (
                ":=1",
                "`:=1` has no key before the sign: use key=text or key:=json, "
                    + "or put `--` before a text that starts like this."
            ),
            (
                "a:=1 2",
                "Invalid JSON in `a:=1 2` at column 6: unexpected text after the value."
            ),
            ("note=@gone.txt", "Couldn't read the file `gone.txt` for `note`: no such file."),
            ("note=@~/gone", "Couldn't read the file `/home/ada/gone` for `note`: no such file."),
            ("note=@a\r\nb", "Couldn't read the file `a b` for `note`: no such file."),
            ("note=@", "Couldn't read the file `` for `note`: the path is empty."),
            (
                "note=@picture.png",
                "The file `picture.png` for `note` isn't valid UTF-8. Inputs must be UTF-8 text."
            ),
        ])
    func refused(argument: String, message: String) {
        let error = #expect(throws: RequestItemError.self) {
            try RequestItem.read(argument, files: Self.files)
        }
        #expect(error?.description == message)
    }

    @Test(
        "An invalid item among words is rejected with its place",
        arguments: [
            ("a=1 note=\"two words", "Missing closing quote in `note=\"two words`: it opens at column 6."),
            (
                "note=\"5\"inch wide",
                "The value in `note=\"5\"inch` ends before column 9: insert a space there, "
                    + "or quote the whole value."
            ),
            (
                "a:=[1]x text",
                "Invalid JSON in `a:=[1]x` at column 7: unexpected text after the value."
            ),
            (
                "=x text",
                "`=x` has no key before the sign: use key=text or key:=json, "
                    + "or put `--` before a text that starts like this."
            ),
        ])
    func refusedAmongWords(arguments: String, message: String) {
        let error = #expect(throws: RequestItemError.self) {
            try RequestItems.read(from: arguments, files: Self.files)
        }
        #expect(error?.description == message)
    }

    @Test(
        "Invalid JSON is reported with its column in the item",
        arguments: [
            ("limit:=1O", 9), ("limit:=", 8), ("limit:=yes", 8), ("f:={\"a\" 1}", 9), ("f:=[1,", 7),
            ("f:={\"ä\": x}", 10),
        ])
    func badJSON(argument: String, column: Int) throws {
        let error = #expect(throws: RequestItemError.self) {
            try RequestItem.read(argument, files: Self.files)
        }
        #expect(
            try #require(error).description.hasPrefix(
                "Invalid JSON in `\(argument)` at column \(column): "))
    }

    @Test("Invalid JSON in a file is reported with its line and column")
    func badJSONFile() throws {
        let error = #expect(throws: RequestItemError.self) {
            try RequestItem.read("filter:=@broken.json", files: Self.files)
        }
        let message = try #require(error).description
        #expect(message.hasPrefix("Invalid JSON in the file `broken.json` for `filter`: "))
        #expect(message.hasSuffix(" at line 2, column 11."))
    }

    @Test("Parsing many items takes linear time", .timeLimit(.minutes(1)))
    func manyItems() throws {
        let arguments = String(repeating: "a:=1 ", count: 400_000)
        #expect(try RequestItems.read(from: arguments, files: Self.files).items.count == 400_000)
    }

    @Test("A long item is truncated around the error")
    func longItem() throws {
        let json = "[" + String(repeating: "1234567890, ", count: 50) + "oops]"
        let error = #expect(throws: RequestItemError.self) {
            try RequestItem.read("list:=" + json, files: Self.files)
        }
        let message = try #require(error).description
        #expect(message.utf8.count < 250)
        #expect(message.contains("…"))
        #expect(message.contains("oops"))
    }
}
