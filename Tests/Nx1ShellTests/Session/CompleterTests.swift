import LineEditor
import Nx1Client
import Testing

@testable import Nx1Shell

@Suite("Tab")
struct CompleterTests {
    private func complete(_ line: String) -> [String] {
        let completer = Completer()
        var knowledge = Completer.Knowledge()
        knowledge.stickyKeys = ["region", "limit"]
        knowledge.profiles = ["default", "dev"]
        knowledge.runs = [
            SessionRun(number: 1, correlationID: "abc", crew: .ask, input: ["question": "Why?"])
        ]
        completer.learn(knowledge)
        return completer.complete(CompletionRequest(line: line, cursor: line.endIndex)).candidates.map(\.text)
    }

    @Test(
        "offers what fits where the cursor is",
        arguments: [
            (":cr", [":crew"]), (":s", [":status", ":set", ":source"]),
            (":crew data_", ["data_engineering", "data_suggestion"]),
            (":format j", ["json"]), (":unset re", ["region"]), (":profile d", ["default", "dev"]),
            (":profile a", ["add"]), (":profile remove de", ["default", "dev"]),
            (":profile add dev api", ["api_key=@"]), (":profile add dev host=x ti", ["timeout="]),
            (":result ", ["%1"]), (":logi", [":login"]),
            (":help prof", ["profile"]), (":timing o", ["on", "off"]), (":crew ask re", ["region="]),
            ("how", []), (":nonsense x", []), (":quit x", []), ("", []),
        ])
    func offers(line: String, candidates: [String]) {
        #expect(complete(line) == candidates)
    }

    @Test("shows the question beside a run")
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
}
