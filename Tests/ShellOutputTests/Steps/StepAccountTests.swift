import Nx1Client
import TestSupport
import Testing

@testable import ShellOutput
@testable import ShellText

@Suite("The account of a run's steps")
struct StepAccountTests {
    private static func step(
        _ id: String, _ kind: RunStep.Kind, in parent: String? = nil, depth: Int = 0,
        _ change: (inout RunStep) -> Void = { _ in }
    ) -> RunStep {
        var step = RunStep(id: id, kind: kind, name: "\(kind.rawValue) \(id)", state: .done)
        (step.parent, step.depth) = (parent, depth)
        change(&step)
        return step
    }

    @Test("The account of a real crew has all visible rows, properly nested")
    func realCrew() throws {
        for recording in Recording.all {
            var run = RunSteps()
            for event in try recording.events() { run.add(event, at: .zero) }
            func count(_ accounts: [StepAccount]) -> Int { accounts.reduce(0) { $0 + 1 + count($1.inside) } }
            let tree = StepAccount.tree(of: run.steps)
            #expect(count(tree) == StepOutline(run.steps, level: .steps).lines.count, "\(recording)")
            #expect(
                tree.contains { !$0.inside.isEmpty } || recording.name == "model-fails"
                    || recording.name == "parallel-tasks")
        }
    }

    @Test("An output appears only once, and not if it is the answer")
    func outputs() {
        let steps = [
            Self.step("1", .task) { $0.output = "the answer" },
            Self.step("2", .tool, in: "1", depth: 1) { $0.output = [["a": 1]] },
            Self.step("3", .task) { $0.output = "other" }, Self.step("4", .task) { $0.output = "other" },
        ]
        let tree = StepAccount.tree(of: steps, besides: "the answer")
        #expect(tree.map(\.output) == [nil, .text("other"), nil])
        #expect(tree[0].inside.map(\.output) == [.table(ResultTable(columns: ["a"], rows: [[1]]))])
    }

    @Test("Queries are distinguished from other arguments, and every attempt has its error")
    func arguments() {
        let steps = [
            Self.step("1", .tool) { $0.arguments = ["query": "SELECT 1"] },
            Self.step("2", .tool) { $0.arguments = ["pattern": "%", "limit": 3] },
            Self.step("3", .tool) { $0.arguments = ["list": [1]] },
            Self.step("4", .tool) {
                ($0.state, $0.attempts, $0.failures, $0.error) = (.failed, 2, ["timeout"], "no such table")
            },
        ]
        let tree = StepAccount.tree(of: steps)
        #expect(tree[0].given == .query("SELECT 1"))
        #expect(tree[1].given == .text("pattern: %\nlimit: 3"))
        #expect(tree[2].given == .json("{\n  \"list\": [\n    1\n  ]\n}"))
        #expect(tree[3].failures == ["try 1: timeout", "no such table"] && tree[3].tries == 2)
    }

    @Test("The account is at most eight levels deep, and loses no step")
    func deep() {
        let steps = (0..<400).map { number in
            Self.step("\(number)", .tool, in: number > 0 ? "\(number - 1)" : nil, depth: number)
        }
        func depth(_ accounts: [StepAccount]) -> Int { accounts.map { 1 + depth($0.inside) }.max() ?? 0 }
        func count(_ accounts: [StepAccount]) -> Int { accounts.reduce(0) { $0 + 1 + count($1.inside) } }
        let tree = StepAccount.tree(of: steps)
        #expect(depth(tree) == 9 && count(tree) == 400)
    }
}
