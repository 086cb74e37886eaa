import Nx1Client
import TestSupport
import Testing

@testable import RunJournal

@Suite("Stored steps")
struct StoredStepsTests {
    static func step(
        _ id: String, in parent: String? = nil, _ kind: RunStep.Kind = .tool, _ state: RunStep.State = .done,
        output: JSONValue? = nil
    ) -> RunStep {
        var step = RunStep(id: id, kind: kind, name: "name of \(id)", state: state)
        step.parent = parent
        step.output = output
        return step
    }

    @Test("are read back as they were written", arguments: Recording.all)
    func roundTrip(recording: Recording) throws {
        var run = RunSteps()
        for event in try recording.events() { run.add(event) }
        run.end(hasFailed: false)
        let steps = StoredSteps(run.steps, dropped: 3)
        let read = try #require(StoredSteps(text: steps.text, dropped: 3))
        #expect(read.text == steps.text)
        #expect(read.steps.map(\.id) == steps.steps.map(\.id))
    }

    @Test("contain no secret, wherever it was in a step")
    func covered() {
        var step = Self.step("1")
        step.name = "call hidden-key"
        step.agent = "hidden-key"
        step.note = "hidden-key"
        step.error = "refused: hidden-key"
        step.failures = ["at first: hidden-key"]
        step.arguments = ["query": "SELECT 'hidden-key'", "password": "planted"]
        step.output = #"{"rows": [["hidden-key"]], "api_key": "planted"}"#
        let cover = SecretCover { $0.replacing("hidden-key", with: "***") }
        let covered = StoredSteps([step]).covered(by: cover)
        #expect(!covered.text.contains("hidden-key") && !covered.text.contains("planted"), "\(covered.text)")
        #expect(covered.steps[0].arguments?["query"] == "SELECT '***'")
    }

    @Test("are unchanged within the limit; beyond it, the longest texts are truncated first and marked")
    func bound() throws {
        let small = Self.step("small", output: .string(String(repeating: "s", count: 500)))
        let large = Self.step("large", output: .string(String(repeating: "é", count: 300_000)))
        #expect(StoredSteps([small, large]).bounded(to: 700_000) == StoredSteps([small, large]))
        let cut = StoredSteps([small, large]).bounded(to: 100_000)
        #expect(cut.dropped == 0 && cut.steps.count == 2)
        #expect(cut.steps[0] == small)
        #expect(cut.steps[1].isCut)
        let text = try #require(cut.steps[1].output?.string)
        #expect(text.hasSuffix("é…") && (16_000...16_384).contains(text.utf8.count))
    }

    @Test("keep a truncated query recognizable as a query")
    func cutQuery() throws {
        var step = Self.step("1")
        step.arguments = ["query": .string("SELECT " + String(repeating: "x, ", count: 100_000)), "limit": 5]
        let cut = try #require(StoredSteps([step]).bounded(to: 50_000).steps.first?.arguments)
        #expect(cut["limit"] == 5)
        #expect(cut["query"]?.string?.hasPrefix("SELECT x, ") == true)
    }

    @Test("drop the oldest steps if there are too many, those without children first, and count them")
    func dropping() {
        var steps = [Self.step("crew", .crew), Self.step("task", in: "crew", .task)]
        for number in 0..<3000 {
            var step = Self.step("\(number)", in: "task", output: "short")
            step.began = Int64(number)
            steps.append(step)
        }
        let bounded = StoredSteps(steps).bounded()
        #expect(bounded.text.utf8.count <= StoredSteps.mostBytes)
        #expect(bounded.text.utf8.count > StoredSteps.mostBytes - 1000)
        #expect(bounded.dropped == steps.count - bounded.steps.count)
        #expect(bounded.steps.prefix(2).map(\.id) == ["crew", "task"])
        #expect(bounded.steps.last?.id == "2999")
    }

    @Test("of two watches are merged into one tree: newer steps win, and none is lost")
    func merging() {
        let stored = StoredSteps(
            [
                Self.step("crew", .crew, .working), Self.step("task", in: "crew", .task, .working),
                Self.step("first", in: "task"), Self.step("second", in: "task", .tool, .working),
                Self.step("ended", in: "task"),
            ], dropped: 2)
        let newer = StoredSteps([
            Self.step("task", in: "crew", .task), Self.step("second", in: "task", .tool, .failed),
            Self.step("ended", in: "task", .tool, .working), Self.step("third", in: "task"),
            Self.step("next", in: "crew", .task),
        ])
        let merged = stored.merging(newer)
        #expect(merged.steps.map(\.id) == ["crew", "task", "first", "second", "ended", "third", "next"])
        #expect(merged.steps.map(\.depth) == [0, 1, 2, 2, 2, 2, 1])
        #expect(merged.steps[1].state == .done)
        #expect(merged.steps[3].state == .failed)
        #expect(merged.steps[4].state == .done)
        #expect(merged.dropped == 2)
    }

    @Test("with process-local numbers as ids are not merged: the longer list wins")
    func numbers() {
        let long = StoredSteps([Self.step("#1", .task), Self.step("#2"), Self.step("#3")])
        let short = StoredSteps([Self.step("#1"), Self.step("#2", .task)])
        #expect(long.merging(short) == long)
        #expect(short.merging(long) == long)
    }

    @Test("with a cycle of parents are all kept, once each")
    func circle() {
        let merged = StoredSteps([Self.step("a", in: "b"), Self.step("b", in: "a")])
            .merging(StoredSteps([Self.step("c", in: "a")]))
        #expect(Set(merged.steps.map(\.id)) == ["a", "b", "c"] && merged.steps.count == 3)
    }

    @Test(
        "split after any event and continued equal those of the whole run",
        arguments: [Recording.twoAgents, .toolError, .parallel])
    func reconnection(recording: Recording) throws {
        let events = try recording.events()
        var whole = RunSteps()
        for event in events { whole.add(event) }
        for end in stride(from: 1, to: events.count, by: 7) {
            var before = RunSteps()
            for event in events[..<end] { before.add(event) }
            let merged = StoredSteps(before.steps).merging(StoredSteps(whole.steps))
            #expect(merged.steps.map(\.id) == whole.steps.map(\.id), "cut after \(end)")
            #expect(merged.steps.map(\.state) == whole.steps.map(\.state))
        }
    }
}
