package import Nx1Events
package import ShellText

/// The steps of a run, from which every output format of `:steps` is produced.
package struct StepReport: Sendable {
    package let correlationID: String
    package let crew: CrewType?
    package let status: CrewRunStatusEnum?
    package let elapsed: Duration?
    package let tokens: TokenUsage?
    /// The steps, depth first.
    package let steps: [RunStep]
    /// The number of steps that didn't fit into the journal.
    package var dropped = 0

    package init(
        correlationID: String, crew: CrewType?, status: CrewRunStatusEnum?, elapsed: Duration?,
        tokens: TokenUsage?, steps: [RunStep], dropped: Int = 0
    ) {
        self.correlationID = correlationID
        self.crew = crew
        self.status = status
        self.elapsed = elapsed
        self.tokens = tokens
        self.steps = steps
        self.dropped = dropped
    }

    /// The note, without a full stop, that this many steps aren't in the journal.
    package static func droppedNote(_ count: Int) -> String {
        "\(count.counted("older step")) \(count == 1 ? "wasn't" : "weren't") stored: the run has too many"
    }

    /// The note about a step whose arguments or output are incomplete.
    package static let truncatedNote = "Truncated: too long to store."

    /// The visible steps.
    var outline: StepOutline { StepOutline(steps, level: .steps) }

    /// The run and all of its steps as JSON. Every key is always present.
    package var json: JSONValue {
        [
            "correlation_id": .string(correlationID),
            "crew": crew.map { .string($0.rawValue) } ?? .null,
            "status": status.map { .string($0.rawValue) } ?? .null,
            "tokens": tokens?.json ?? .null,
            "steps": .array(steps.map(\.json)),
            "dropped": .number(JSONNumber(dropped)),
        ]
    }

    /// The steps as a table, one per row.
    package var table: ResultTable {
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

    /// The line below the tree: the numbers of visible steps, tokens and seconds.
    var summary: String {
        [
            outline.lines.count.counted("step"), tokens?.total.counted("token"),
            elapsed.map { "\($0.tenths) s" },
        ].compactMap(\.self).joined(separator: " · ")
    }

    /// Joins the rows of a text.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

extension Reply {
    /// Creates a reply that shows a tree of a run's steps.
    package init(_ report: StepReport) {
        self = .document(
            Document(
                rows: { StepTree(report, on: $0).rows },
                text: { String(StepTree(report, on: .endless).rows.text.dropLast()) },
                data: report.json, table: report.table))
    }
}
