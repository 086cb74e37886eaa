import Foundation
import LineEditor
import Nx1Client
import TestSupport
import Testing

@testable import Nx1Shell
@testable import SavedQuestions
@testable import ShellInput
@testable import ShellRuns
@testable import ShellSession

@Suite("Tab")
struct CompleterTests {
    private func complete(_ line: String) -> [String] {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        knowledge.names.stickyKeys = ["region", "limit"]
        knowledge.names.profiles = ["default", "dev"]
        knowledge.runs = [
            SessionRun(number: 1, correlationID: "abc", crew: .ask, input: ["question": "Why?"])
        ]
        knowledge.kept = [("abc", "Why?"), ("b77", "Who?"), ("b12", nil)]
        knowledge.answer = "|Late|Shipped late|\n|-|-|\n|1|2|\n"
        completer.learn(knowledge)
        return completer.complete(CompletionRequest(line: line, cursor: line.endIndex)).candidates.map(\.text)
    }

    @Test(
        "offers matching candidates at the cursor",
        arguments: [
            (":cr", [":crew"]), (":s", [":status", ":steps", ":save", ":set", ":session", ":source"]),
            (":h", [":help", ":history"]),
            (":result -", ["-o"]), (":result -o j", ["json", "jsonl"]), (":result %1 -o te", ["text"]),
            (":result -o json %", ["%1"]), (":status --", ["--now"]), (":result ab", ["abc"]),
            (":result b", ["b77", "b12"]), (":again la", ["last"]), (":runs --crew cla", ["classification"]),
            (":runs --status c", ["completed"]), (":runs --crew ask --status f", ["failed"]),
            (":crew data_", ["data_engineering", "data_suggestion"]),
            (":format j", ["json", "jsonl"]), (":unset re", ["region"]), (":profile d", ["default", "dev"]),
            (":profile a", ["add"]), (":profile remove de", ["default", "dev"]),
            (":profile add dev api", ["api_key=@", "api_key_command="]),
            (":profile add dev host=x ti", ["timeout="]),
            (":result ", ["%1"]), (":logi", [":login"]),
            (":chart L", ["Late"]), (":chart \"Sh", ["\"Shipped late\""]),
            (":chart %1 ", ["Late", "\"Shipped late\""]),
            (":chart --x L", ["Late"]), (":chart --kind s", ["scatter"]), (":chart --l", ["--log"]),
            (":diff %", ["%1"]), (":diff --b", ["--by"]),
            (":help prof", ["profile"]), (":help sig", ["signing-in"]), (":help disp", ["display"]),
            (":timing o", ["on", "off"]), (":crew ask re", ["region="]),
            (":ea", [":each"]), (":each %", ["%1"]), (":each %1 :", [":crew", ":template"]),
            (":each \"my rows.csv\" :cr", [":crew"]), (":each rows.csv :crew ask re", ["region="]),
            (":each rows.csv How m", []),
            ("how", []), (":nonsense x", []), (":quit x", []), ("", []),
        ])
    func offers(line: String, candidates: [String]) {
        #expect(complete(line) == candidates)
    }

    @Test("offers runs and files for :attach")
    func attachments() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tab-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("a".utf8).write(to: URL(fileURLWithPath: folder + "/late.csv"))
        #expect(complete(":attach %") == ["%1"])
        #expect(complete(":attach %1 \(folder)/l") == [folder + "/late.csv"])
    }

    @Test("offers other sessions' runs if this one has none")
    func kept() {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        knowledge.kept = [("b77", "Who?")]
        completer.learn(knowledge)
        let line = ":result "
        let answer = completer.complete(CompletionRequest(line: line, cursor: line.endIndex))
        #expect(answer.candidates.map(\.text) == ["last", "b77"])
        #expect(answer.candidates.map(\.note) == ["the newest run", "Who?"])
    }

    @Test("shows the question next to a run")
    func note() {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        knowledge.runs = [
            SessionRun(number: 1, correlationID: "abc", crew: .ask, input: ["question": "Why?"])
        ]
        completer.learn(knowledge)
        let line = ":status %"
        #expect(
            completer.complete(CompletionRequest(line: line, cursor: line.endIndex)).candidates.first?.note
                == "Why?")
    }

    @Test("shows a question safely, whatever was pasted into it")
    func hostileNote() {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        knowledge.runs = [
            SessionRun(number: 1, correlationID: "abc", crew: .ask, input: ["question": "a\nb\u{1B}[2J"])
        ]
        completer.learn(knowledge)
        let line = ":result "
        let request = CompletionRequest(line: line, cursor: line.endIndex)
        #expect(completer.complete(request).candidates.first?.note == "a b^[[2J")
    }

    @Test(
        "offers files after an item's @, in the quotes that the parser expects",
        arguments: [
            ("key=@fi", ["key=@fine.txt"]), ("k:=@D", ["k:=@D/"]), ("k=@D/", ["k=@D/in"]),
            ("k=@wi", [#"k=@"with space""#, #"k=@"with\"quote\"s ""#]),
            (#"k=@"with s"#, [#"k=@"with space""#]), (#"k=@"with\"q"#, [#"k=@"with\"quote\"s ""#]),
            ("k=@'fi", [#"k=@"fine.txt""#]), ("k=@~/fi", ["k=@~/fine.txt"]), ("k=@.", ["k=@.hidden"]),
            ("k=@es", []), ("k=@none/", []), ("k=@~", ["k=@~/"]),
        ])
    func files(item: String, texts: [String]) async throws {
        try await withTemporaryFolder { folder in
            for name in [
                "fine.txt", "with space", "with\"quote\"s ", ".hidden", "es\u{1B}[2Jcape", "es\u{202E}bidi",
            ] {
                _ = try TemporaryFolder.write("", to: name, in: folder)
            }
            try FileManager.default.createDirectory(atPath: folder + "/D", withIntermediateDirectories: true)
            _ = try TemporaryFolder.write("", to: "D/in", in: folder)
            // Absolute paths, because no test may change the process's working directory.
            let isHome = item.contains("@~")
            func placed(_ text: String) -> String {
                isHome ? text : Self.insert(folder + "/", afterSignOf: text)
            }
            let line = ":crew ask region=x " + placed(item)
            let answer = Completer(home: folder).complete(
                CompletionRequest(line: line, cursor: line.endIndex))
            #expect(answer.candidates.map(\.text) == texts.map(placed))
            #expect(answer.replacing == placed(item).count)
            for candidate in answer.candidates where candidate.isFinal && item.hasPrefix("k=") {
                let files = InputFiles.onDisk(home: folder)
                #expect(try RequestItems.read(from: candidate.text, files: files).items.count == 1)
            }
        }
    }

    @Test(
        "offers templates by name, then their variables and choices; and saved questions with their placeholders",
        arguments: [
            (":template ", ["\"Late orders\"", "stock"]), (":crew \"La", ["\"Late orders\""]),
            (":template La", ["\"Late orders\""]),
            (":template \"Late orders\" ", ["region=", "limit="]),
            (":template \"Late orders\" region=north ", ["limit="]),
            (":template \"Late orders\" region=s", ["region=\"south\"", "region=\"south west\""]),
            (":template \"Late orders\" region=n", ["region=north"]),
            (":template stock ", []), (":lat", [":late"]), (":late ", ["month=", "region="]),
            (":late month=April r", ["region="]), (":forget l", ["late"]), (":help lat", ["late"]),
        ])
    func ownNames(line: String, texts: [String]) throws {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        let templates: [JSONValue] = [
            [
                "id": "t1", "name": "Late orders",
                "variables": [
                    ["name": "region", "choices": ["north", "south", "south west"]],
                    ["name": "limit", "type": "integer"],
                ],
            ], ["id": "t2", "name": "stock"],
        ]
        knowledge.names.templates = templates.compactMap(CrewTemplate.init)
        knowledge.names.questions = {
            [SavedQuestion(name: "late", text: "How many in {month=March} in {region}?")]
        }
        completer.learn(knowledge)
        let answer = completer.complete(CompletionRequest(line: line, cursor: line.endIndex))
        #expect(answer.candidates.map(\.text) == texts)
    }

    private static func insert(_ folder: String, afterSignOf text: String) -> String {
        guard let sign = text.firstIndex(of: "@") else { return text }
        var rest = text[text.index(after: sign)...]
        var head = String(text[...sign])
        if let quote = rest.first, quote == "\"" || quote == "'" {
            head.append(quote)
            rest = rest.dropFirst()
        }
        return head + folder + rest
    }

    @Test("offers the path of :source as it is read: to the end of the line, spaces included")
    func source() async throws {
        try await withTemporaryFolder { folder in
            _ = try TemporaryFolder.write("", to: "my lines", in: folder)
            let line = ":source  \(folder)/my l"
            let answer = Completer().complete(CompletionRequest(line: line, cursor: line.endIndex))
            #expect(answer.candidates.map(\.text) == [folder + "/my lines"])
            #expect(answer.candidates.map(\.label) == ["my lines"])
            #expect(answer.replacing == (folder + "/my l").count)
        }
    }
}
