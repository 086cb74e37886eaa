package import Nx1Events
package import ShellText

/// A step with its arguments and its outcome, ready to be rendered.
package struct StepAccount: Sendable {
    /// The content of arguments or an output: text, JSON, a query or a table.
    package enum Content: Sendable, Equatable {
        case text(String)
        /// Indented JSON.
        case json(String)
        case query(String)
        case table(ResultTable)
    }

    /// The task, the tool, or the service's words, on one line.
    package let name: String
    /// The agent, unless an enclosing step names it.
    package let agent: String?
    /// Whether it is working, done or failed.
    package let state: RunStep.State
    /// The duration, such as `0.5s`; nil if unknown.
    package let time: String?
    /// The number of attempts.
    package let tries: Int
    /// The service's message at the start.
    package let note: String?
    /// The arguments of a tool.
    package let given: Content?
    /// The output, unless a nested step has shown it already.
    package internal(set) var output: Content?
    /// The reasons of failed attempts, the last one included.
    package internal(set) var failures: [String] = []
    /// Whether something was too long to store.
    package let isCut: Bool
    /// The nested steps.
    package internal(set) var inside: [StepAccount] = []

    /// The maximum depth. Deeper steps are flattened.
    private static let deepest = 8

    /// Returns the visible steps as a tree.
    /// - Parameters:
    ///   - steps: depth first.
    ///   - answer: the answer shown elsewhere, which isn't repeated as an output.
    package static func tree(of steps: [RunStep], besides answer: JSONValue? = nil) -> [StepAccount] {
        var tree: [StepAccount] = []
        var open: [(line: StepOutline.Line, account: StepAccount)] = []
        var shown: Set<JSONValue> = answer.map { [$0] } ?? []
        func close(downTo depth: Int) {
            while open.count > depth, let (line, account) = open.popLast() {
                var account = account
                account.end(line, notRepeating: &shown)
                if open.isEmpty {
                    tree.append(account)
                } else {
                    open[open.count - 1].account.inside.append(account)
                }
            }
        }
        for line in StepOutline(steps, level: .steps).lines {
            close(downTo: min(line.depth, deepest))
            open.append((line, StepAccount(line)))
        }
        close(downTo: 0)
        return tree
    }

    private init(_ line: StepOutline.Line) {
        let step = line.step
        name = StepSummary.line(step.name)
        agent = line.agent.map(StepSummary.line)
        state = step.state
        time = step.kind == .message ? nil : step.duration?.inColumn
        tries = line.tries
        note = step.kind == .message ? nil : step.note
        given = step.arguments.map(Self.given)
        isCut = step.isCut
    }

    private mutating func end(_ line: StepOutline.Line, notRepeating shown: inout Set<JSONValue>) {
        let step = line.step
        if line.showsError { failures = StepDetails.reasons(of: step) + (step.error.map { [$0] } ?? []) }
        guard let value = step.output, shown.insert(value).inserted || step.kind == .tool,
            let found = StepOutput(of: step), !found.text.isEmpty
        else { return }
        output =
            found.table.map(Content.table) ?? (value.string == nil ? .json(found.text) : .text(found.text))
    }

    private static func given(_ arguments: JSONValue) -> Content {
        let found = ToolArguments(arguments)
        if let query = found.query { return .query(query) }
        if let text = arguments.string ?? found.named { return .text(text) }
        return .json(arguments.serialized(.indented))
    }
}
