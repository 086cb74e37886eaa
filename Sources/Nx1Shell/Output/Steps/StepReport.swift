import Nx1Client
import ShellText

/// What a run did, ready to be shown: the source of every output format of `:steps`.
struct StepReport: Sendable {
    let correlationID: String
    let crew: CrewType?
    let status: CrewRunStatusEnum?
    let elapsed: Duration?
    let tokens: TokenUsage?
    /// Each followed by those inside it.
    let steps: [RunStep]
    /// How many more there were, which the journal has no room for.
    var dropped = 0

    /// The steps that people see.
    var outline: StepOutline { StepOutline(steps, level: .steps) }

    /// The run and all of its steps as data. A key never disappears.
    var json: JSONValue {
        [
            "correlation_id": .string(correlationID),
            "crew": crew.map { .string($0.rawValue) } ?? .null,
            "status": status.map { .string($0.rawValue) } ?? .null,
            "tokens": tokens?.json ?? .null,
            "steps": .array(steps.map(\.json)),
            "dropped": .number(JSONNumber(dropped)),
        ]
    }

    /// One row a step.
    var table: ResultTable {
        ResultTable(
            columns: ["kind", "name", "agent", "state", "seconds", "arguments", "output", "error"],
            rows: steps.map { step in
                [
                    .string(step.kind.rawValue), .string(Self.line(step.name)),
                    step.agent.map { .string(Self.line($0)) } ?? .null, .string(step.state.rawValue),
                    step.duration?.cell ?? .null,
                    step.arguments.map { .string(Self.line(ToolArguments($0).gist)) } ?? .null,
                    step.output.map { .string(Self.line(StepOutput($0).text)) } ?? .null,
                    step.error.map { .string(Self.line($0)) } ?? .null,
                ]
            })
    }

    /// The line under the tree: the steps that are shown, tokens, seconds.
    var summary: String {
        [
            outline.lines.count.counted("step"), tokens?.total.counted("token"),
            elapsed.map { "\($0.tenths) s" },
        ].compactMap(\.self).joined(separator: " · ")
    }

    /// A text whose rows are joined to one.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

extension Reply {
    /// The tree of a run's steps.
    init(_ report: StepReport) {
        self = .document(
            Document(
                rows: { StepTree(report, on: $0).rows },
                text: { String(StepTree(report, on: .endless).rows.text.dropLast()) },
                data: report.json, table: report.table))
    }
}
