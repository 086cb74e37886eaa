@testable import Nx1Events

/// The tree of steps: whatever events say, each twice, the tree is one, its steps are written and read as they are, and what models
/// write stays within its bound.
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
    promise(run.steps.map(\.id) == twice.steps.map(\.id), "an event that comes twice is one")
    for (_, text, thinking) in run.writing {
        let parts = [text.thought, text.action ?? "", text.answer ?? "", thinking]
        promise(parts.reduce(0) { $0 + $1.utf8.count } < 1 << 20, "a text that is being written is bounded")
    }
    run.end(hasFailed: false)
    promise(run.steps.allSatisfy { $0.state != .working }, "nothing works in a run that has ended")
}

private func checkTree(_ steps: [RunStep]) {
    var depths: [String: Int] = [:]
    for step in steps {
        let outer = step.parent.flatMap { depths[$0] }
        promise(step.depth == outer.map { $0 + 1 } ?? 0, "a step stands below what it is a part of")
        promise((step.parent == nil) == (outer == nil), "a parent is in the tree, and stands in front")
        promise(depths.updateValue(step.depth, forKey: step.id) == nil, "a step is there once")
        promise(step.duration.map { $0 >= .zero } ?? true, "nothing takes less than no time")
        promise(RunStep(step.json)?.json == step.json, "a step is read as it is written")
    }
}
