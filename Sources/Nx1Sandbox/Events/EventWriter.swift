#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes a run's events one after another into bytes, in the framing that the run asks for.
struct EventWriter {
    let run: Run
    let framing: EventFraming
    /// Whether an element of the polled list was written.
    private var hasElement = false
    private var burstHead: [UInt8] = []
    private var burstTail: [UInt8] = []

    init(_ run: Run) {
        self.run = run
        framing = run.request.options.framing
        if let burst = run.plan.burst { prepare(burst) }
    }

    /// Appends the event at that position of the run.
    mutating func append(eventAt index: Int, to bytes: inout [UInt8]) {
        switch run.plan.entry(at: index) {
        case .burst(let number):
            open(kind: EventBurst.kind, index: index, to: &bytes)
            bytes += burstHead
            bytes += String(number).utf8
            bytes += burstTail
            close(to: &bytes)
        case .scripted(let event):
            append(event, index: index, to: &bytes)
        }
        hasElement = true
    }

    private func append(_ event: PlannedEvent, index: Int, to bytes: inout [UInt8]) {
        switch (event.content, framing) {
        case (.report(let report), _):
            open(kind: event.kind, index: index, to: &bytes)
            json(of: report, kind: event.kind, offset: event.offset).append(to: &bytes)
            close(to: &bytes)
        case (.line(let line), .poll):
            // A polled body has to be JSON as a whole, so what is none becomes a text.
            open(kind: event.kind, index: index, to: &bytes)
            JSON.append(string: String(decoding: line, as: UTF8.self), to: &bytes)
            close(to: &bytes)
        case (.line(let line), _):
            open(kind: event.kind, index: index, to: &bytes)
            bytes += line
            close(to: &bytes)
        case (.nothing, .serverSentEvents):
            bytes += "id: \(index + 1)\ndata\n\n".utf8
        case (.nothing, .jsonLines):
            bytes += "\n".utf8
        case (.nothing, .poll):
            open(kind: event.kind, index: index, to: &bytes)
            bytes += "null".utf8
        }
    }

    private func open(kind: String, index: Int, to bytes: inout [UInt8]) {
        switch framing {
        case .serverSentEvents:
            bytes += "id: ".utf8
            bytes += String(index + 1).utf8
            bytes += "\nevent: ".utf8
            bytes += kind.utf8
            bytes += "\ndata: ".utf8
        case .jsonLines: break
        case .poll: if hasElement { bytes.append(UInt8(ascii: ",")) }
        }
    }

    private func close(to bytes: inout [UInt8]) {
        switch framing {
        case .serverSentEvents: bytes += "\n\n".utf8
        case .jsonLines: bytes += "\n".utf8
        case .poll: break
        }
    }

    private func json(of report: EventReport, kind: String, offset: Double) -> JSON {
        var members = [
            (name: "event_type", value: JSON.string(kind)),
            (name: "correlation_id", value: .string(run.correlationID)),
            (name: "timestamp", value: .string(run.date(after: offset).timestamp)),
        ]
        for (name, text) in [("agent", report.agent), ("task", report.task), ("tool", report.tool)] {
            if let text { members.append((name: name, value: .string(text))) }
        }
        let filling = String(repeating: "0123456789abcdef", count: report.filling / 16)
        members += [
            (name: "message", value: .string(report.message + filling)),
            (name: "status", value: .string(report.status)),
            (name: "progress", value: .number(literal: "\(report.progress)")),
        ]
        return .object(members)
    }

    /// The events of a burst differ in their number only, so the rest is made once.
    private mutating func prepare(_ burst: EventBurst) {
        let report = EventReport(message: "Batch # of \(burst.count)", progress: 0)
        let bytes = json(of: report, kind: EventBurst.kind, offset: burst.offset).bytes
        let mark = bytes.lastIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        burstHead = Array(bytes[..<mark])
        burstTail = Array(bytes[mark...].dropFirst())
    }
}
