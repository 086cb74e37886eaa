package import Nx1Events
package import Nx1Values
import ShellText

/// What there is to say of one line's run when it is over: the source of every output format.
package struct RunReport: Sendable {
    var line: Int?
    var crew: CrewType?
    var input: JSONObject?
    package var result: CrewResult?
    /// The `id` of a JSON line; nil where lines are none.
    var id: JSONValue?
    /// The row of a file or an answer that the line is for; nil where it is for none.
    package var sourceRow: SourceRow?
    private var error: Complaint?
    /// What its record has besides.
    package var additions: JSONObject = [:]
    /// What the session has learnt of the run, if one was made.
    package private(set) var run: RunFacts?

    package init(
        line: Int?, crew: CrewType?, input: JSONObject?, id: JSONValue? = nil, sourceRow: SourceRow? = nil
    ) {
        self.line = line
        self.crew = crew
        self.input = input
        self.id = id
        self.sourceRow = sourceRow
    }

    /// Takes over what the session has learnt of the run.
    package mutating func include(_ run: RunFacts) {
        self.run = run
    }

    /// Covers the values of these inputs, in the row that they may come from, too.
    package mutating func hide(_ names: Set<String>) {
        sourceRow = sourceRow?.hiding(names.compactMap { input?[$0] })
        for name in names where input?[name] != nil { input?[name] = "***" }
    }

    /// The same, but ended by `complaint`.
    package func failed(_ complaint: Complaint) -> RunReport {
        var copy = self
        copy.error = complaint
        return copy
    }

    /// The tokens that it used: the larger of what its steps and its result tell.
    private var tokens: TokenUsage? { TokenUsage.larger(run?.tokens, result?.tokenUsage) }

    /// The record of the design, "Command line": a key never disappears.
    var json: JSONValue {
        var record: JSONObject = ["line": line.map { .number(JSONNumber($0)) } ?? .null]
        if let sourceRow { record["row"] = .object(sourceRow.cells) }
        record.merge([
            "correlation_id": (run?.correlationID).map(JSONValue.string) ?? .null,
            "crew": (crew?.rawValue).map(JSONValue.string) ?? .null,
            "input": input.map(JSONValue.object) ?? .null,
            "status": (run?.status?.rawValue).map(JSONValue.string) ?? .null,
            "result": result?.value ?? .null,
            "error": error.map { ["code": .string($0.code), "message": .string($0.sentence)] } ?? .null,
            "events": .number(JSONNumber(run?.events ?? 0)),
            "started_at": (run?.startedAt).map(JSONValue.string) ?? .null,
            "elapsed_ms": (run?.elapsed).map { .number(JSONNumber($0.wholeMilliseconds)) } ?? .null,
            "steps": (run?.stepCount).map { .number(JSONNumber($0)) } ?? .null,
            "tokens": tokens?.json ?? .null,
        ])
        if let id { record["id"] = id }
        record.merge(additions)
        return .object(record)
    }

    /// The row of a table of many lines: line, question, status, answer; where there is no answer, why. The cells of the row that the
    /// line is for stand in front.
    var row: ResultTable {
        let question = input?["question"]?.string ?? input.map { JSONValue.object($0).serialized() } ?? ""
        let answer = error.map { JSONValue.string($0.message) } ?? result?.answer ?? .null
        return ResultTable(
            columns: [],
            rows: [
                (sourceRow?.values ?? []) + [
                    line.map { .number(JSONNumber($0)) } ?? .null, .string(question),
                    .string(run?.status?.rawValue ?? "not started"), answer,
                ]
            ])
    }
}

/// One progress event as a line of `--events`.
package struct EventRecord {
    package let json: JSONValue

    package init(_ event: CrewEvent, line: Int?, correlationID: String) {
        let raw: JSONValue =
            switch event.payload {
            case .json(let value): value
            case .text(let text): .string(text)
            }
        json = .object([
            "line": line.map { .number(JSONNumber($0)) } ?? .null,
            "correlation_id": .string(correlationID),
            "index": .number(JSONNumber(event.index)),
            "kind": event.kind.map(JSONValue.string) ?? .null,
            "message": event.message.map(JSONValue.string) ?? .null,
            "agent": event.agent.map(JSONValue.string) ?? .null,
            "status": event.status.map(JSONValue.string) ?? .null,
            "timestamp": event.timestamp.map(JSONValue.string) ?? .null,
            "raw": raw,
        ])
    }
}
