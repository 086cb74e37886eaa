#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EventReport {
    /// The event as JSON.
    func json(kind: String, offset: Double, of run: Run) -> JSON {
        var members = [
            (name: "event_type", value: JSON.string(kind)),
            (name: "correlation_id", value: .string(run.correlationID)),
            (name: "timestamp", value: .string(run.date(after: offset).timestamp)),
        ]
        for (name, text) in [("agent", agent), ("task", task), ("tool", tool)] {
            if let text { members.append((name: name, value: .string(text))) }
        }
        let filling = String(repeating: "0123456789abcdef", count: filling / 16)
        members += [
            (name: "message", value: .string(message + filling)),
            (name: "status", value: .string(status)),
            (name: "progress", value: .number(literal: "\(progress)")),
        ]
        return .object(members)
    }
}
