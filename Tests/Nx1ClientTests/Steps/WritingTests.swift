import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The text that a model writes")
struct WritingTests {
    @Test("is split by CrewAI's ReAct form, wherever the pieces end")
    func react() {
        let text = "Thought: Count by month\nAction: run_sql\nAction Input: {\"query\": \"SELECT 1\"}\n"
        #expect(AgentWriting(text).thought == "Count by month")
        #expect(AgentWriting(text).action == "run_sql")
        #expect(AgentWriting(text).actionInput == "{\"query\": \"SELECT 1\"}")
        #expect(AgentWriting(text).answer == nil)
        let end = "Thought: I now know\nFinal Answer: ## Late\n\n**412**\nAction: none"
        #expect(AgentWriting(end).answer == "## Late\n\n**412**\nAction: none")
        for count in 0...end.count {
            let answer = AgentWriting(String(end.prefix(count))).answer
            #expect(answer == nil || "## Late\n\n**412**\nAction: none".hasPrefix(answer ?? "-"))
        }
    }

    @Test("is an answer if it's plain text, but not while it may still become a label")
    func plain() {
        #expect(AgentWriting("412 orders").answer == "412 orders")
        #expect(AgentWriting("Fin").answer == nil)
        #expect(AgentWriting("Final Ans").answer == nil)
        #expect(AgentWriting("Finally").answer == "Finally")
        #expect(AgentWriting("").answer == nil)
    }

    @Test("is assembled in order from late or repeated pieces")
    func order() {
        var text = WrittenText()
        for (piece, sequence) in [("a", 1), ("c", 3), ("b", 2), ("c", 3), ("d", 4), ("a", 1)] {
            text.append(piece, sequence: sequence)
        }
        #expect(text.text == "abcd")
        var unnumbered = WrittenText()
        for piece in ["a", "a", "b"] { unnumbered.append(piece, sequence: nil) }
        #expect(unnumbered.text == "aab")
    }

    @Test("keeps only the end of a long text, in whole characters")
    func bounds() {
        var text = WrittenText()
        for number in 0..<50_000 { text.append("注文", sequence: number) }
        #expect(text.text.utf8.count <= 33 << 10)
        #expect(!text.text.unicodeScalars.contains("\u{FFFD}"))
        #expect(text.text.hasSuffix("注文"))
    }

    @Test("excludes the arguments of native function calls")
    func nativeCalls() {
        var run = RunSteps()
        for json in [
            #"{"type":"llm_call_started","event_id":"m","emission_sequence":1}"#,
            #"{"type":"llm_stream_chunk","event_id":"p","parent_event_id":"m","emission_sequence":2,"chunk":"{\"query\"","call_type":"tool_call"}"#,
        ] {
            run.add(CrewEvent(RawEvent(payload: Array(json.utf8)), index: 0))
        }
        #expect(run.writing.isEmpty)
        #expect(run.allSteps.count == 1)
    }
}
