import TestSupport
import Testing

@testable import LineEditor

@Suite("The effect of Tab")
struct CompletionPartsTests {
    private func step(
        _ before: String, _ after: String = "", replacing: Int, _ texts: [String], final: Bool = true
    )
        -> CompletionStep
    {
        let line = before + after
        let cursor = line.index(line.startIndex, offsetBy: before.count)
        let candidates = texts.map { Candidate(text: $0, isFinal: final) }
        return CompletionStep(
            CompletionAnswer(replacing: replacing, candidates: candidates),
            to: CompletionRequest(line: line, cursor: cursor))
    }

    @Test("a single candidate replaces the typed text, and a final one adds a missing space")
    func unique() {
        #expect(step("as", replacing: 2, ["ask"]) == .replace(2, with: "ask "))
        #expect(step("as", " x", replacing: 2, ["ask"]) == .replace(2, with: "ask"))
        #expect(step("as", "x", replacing: 2, ["ask"]) == .replace(2, with: "ask "))
        #expect(step("a", replacing: 1, ["key="], final: false) == .replace(1, with: "key="))
        #expect(step("ask", replacing: 3, ["ask"]) == .replace(3, with: "ask "))
    }

    @Test(
        "several candidates replace the typed text by their common prefix; if that adds nothing, they are listed"
    )
    func several() {
        #expect(step("x da", replacing: 2, ["data_a", "data_b"]) == .replace(2, with: "data_"))
        #expect(step("", replacing: 0, ["data_a", "data_b"]) == .replace(0, with: "data_"))
        let candidates = ["data_a", "data_b"].map { Candidate(text: $0) }
        #expect(step("data_", replacing: 5, ["data_a", "data_b"]) == .list(candidates))
        // Text that differs in case from every candidate stays.
        #expect(
            step("DATA_", replacing: 5, ["data_a", "d"])
                == .list([Candidate(text: "data_a"), Candidate(text: "d")]))
        #expect(
            step("é", replacing: 1, ["éa", "éb"]) == .list([Candidate(text: "éa"), Candidate(text: "éb")]))
    }

    @Test("invalid answers do no harm: none, too much replaced, negative counts")
    func nonsense() {
        #expect(step("x", replacing: 1, []) == .beep)
        #expect(step("x", replacing: 99, ["xyz"]) == .replace(1, with: "xyz "))
        #expect(step("x", replacing: -5, ["yz"]) == .replace(0, with: "yz "))
    }

    @Test("without notes, the list is in columns, read downwards, as wide as the terminal")
    func columns() {
        let candidates = ["a", "bb", "日本", "d", "e"].map { Candidate(text: $0) }
        let layout = CompletionLayout(columns: 20)
        #expect(layout.rows(of: candidates) == ["a     日本  e", "bb    d"])
        #expect(CompletionLayout(columns: 5).rows(of: candidates) == ["a", "bb", "日本", "d", "e"])
    }

    @Test("with notes, each candidate has one row, cut at the terminal's width")
    func notes() {
        let candidates = [
            Candidate(text: "ask", note: "Answers any question"), Candidate(text: "data", note: nil),
            Candidate(text: "日", note: "Wide"),
        ]
        #expect(
            CompletionLayout(columns: 40).rows(of: candidates)
                == ["ask   Answers any question", "data", "日    Wide"])
        #expect(
            CompletionLayout(columns: 16).rows(of: candidates)
                == ["ask   Answers …", "data", "日    Wide"])
    }

    @Test("control characters in candidates and notes are made visible")
    func control() {
        let candidates = [Candidate(text: "a\u{1B}[2Jb\n", note: "x\u{202E}\u{7F}\u{9B}y\tz")]
        #expect(
            CompletionLayout(columns: 80).rows(of: candidates) == [
                "a^[[2Jb^J  x<U+202E>^?<U+009B>y^Iz"
            ])
    }

    @Test("a label replaces a long text in the list")
    func labels() {
        let candidates = ["a", "b"].map { Candidate(text: "in/a/folder/" + $0, label: $0) }
        #expect(CompletionLayout(columns: 80).rows(of: candidates) == ["a  b"])
    }
}
