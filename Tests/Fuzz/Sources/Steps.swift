@testable import Nx1Events

/// For any events, each sent twice, the steps form a tree, they survive a round trip as JSON, and text from models is
/// within the limit.
func checkSteps(_ input: ArraySlice<UInt8>) {
    let events = input.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
        CrewEvent(RawEvent(payload: Array(line)), index: index)
    }
    var run = RunSteps()
    var twice = RunSteps()
    for (index, event) in events.enumerated() {
        run.add(event, at: .milliseconds(index))
        twice.add(event, at: .milliseconds(index))
        if event.eventID != nil { twice.add(event, at: .milliseconds(index)) }
    }
    checkTree(run.steps)
    checkTree(run.allSteps)
    promise(run.steps.map(\.id) == twice.steps.map(\.id), "a repeated event is ignored")
    for (_, text, thinking) in run.writing {
        let parts = [text.thought, text.action ?? "", text.answer ?? "", thinking]
        promise(
            parts.reduce(0) { $0 + $1.utf8.count } < 1 << 20, "the text of a model call is within the limit")
    }
    run.end(hasFailed: false)
    promise(run.steps.allSatisfy { $0.state != .working }, "no step is running after the run has ended")
}

private func checkTree(_ steps: [RunStep]) {
    var depths: [String: Int] = [:]
    for step in steps {
        let outer = step.parent.flatMap { depths[$0] }
        promise(step.depth == outer.map { $0 + 1 } ?? 0, "a step is one level below its parent")
        promise((step.parent == nil) == (outer == nil), "a parent is in the tree, before its steps")
        promise(depths.updateValue(step.depth, forKey: step.id) == nil, "a step occurs once")
        promise(step.duration.map { $0 >= .zero } ?? true, "a duration isn't negative")
        promise(RunStep(step.json)?.json == step.json, "a step survives a round trip as JSON")
    }
}
