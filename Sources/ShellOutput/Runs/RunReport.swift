package import Nx1Events
package import Nx1Values
import ShellText

/// The outcome of one line's run, from which every output format is produced.
package struct RunReport: Sendable {
    var line: Int?
    var crew: CrewType?
    var input: JSONObject?
    package var result: CrewResult?
    /// The `id` of a JSON line; nil for other lines.
    var id: JSONValue?
    /// The row of a file or an answer that the line was made for, if any.
    package var sourceRow: SourceRow?
    private var error: Complaint?
    /// Additional members of the JSON record.
    package var additions: JSONObject = [:]
    /// The run's status and measurements; nil if no run was made.
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

    /// Sets the run's status and measurements.
    package mutating func include(_ run: RunFacts) {
        self.run = run
    }

    /// Masks the values of these inputs, also in the source row that they may come from.
    package mutating func hide(_ names: Set<String>) {
        sourceRow = sourceRow?.hiding(names.compactMap { input?[$0] })
        for name in names where input?[name] != nil { input?[name] = "***" }
    }

    /// Returns a copy that failed with `complaint`.
    package func failed(_ complaint: Complaint) -> RunReport {
        var copy = self
        copy.error = complaint
        return copy
    }

    /// The number of tokens used: the larger of the figures in the steps and in the result.
    private var tokens: TokenUsage? { TokenUsage.larger(run?.tokens, result?.tokenUsage) }

    /// The JSON record of the run. Every key is always present.
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

    /// The row in a table of many lines: line, question, status, and the answer or the error. The cells of the source
    /// row come first.
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
