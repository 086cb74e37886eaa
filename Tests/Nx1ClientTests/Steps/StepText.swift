import Nx1Client

/// A tree of steps as text, one row per step.
func text(of steps: [RunStep], hasTimes: Bool = false) -> [String] {
    steps.map { step in
        var row = String(repeating: "  ", count: step.depth) + "\(step.kind) \(step.name): \(step.state)"
        if step.attempts > 1 { row += " ×\(step.attempts)" }
        if let arguments = step.arguments, step.kind == .tool { row += " \(arguments.serialized())" }
        if let output = step.output, step.kind == .tool { row += " → \(output.serialized())" }
        if let error = step.error { row += " ! \(error)" }
        if let tokens = step.tokens { row += " (\(tokens.total))" }
        if hasTimes { row += " \(step.duration.map { "\($0)" } ?? "-")" }
        return row
    }
}

extension RunSteps {
    init(_ events: [CrewEvent]) {
        self.init()
        for event in events { add(event) }
    }
}
