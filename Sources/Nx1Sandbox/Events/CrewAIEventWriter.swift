#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Creates the JSON of a run's events in CrewAI's form.
///
/// Ids derive from the run's id and what they identify, so an event is the same whenever it is sent.
struct CrewAIEventWriter: Sendable {
    /// What an id identifies, encoded in its last group of digits.
    enum Named {
        case event(Int)
        case burst(Int)
        case task(Int)
        case agent(Int)

        fileprivate var digits: UInt64 {
            switch self {
            case .event(let number): UInt64(clamping: number)
            case .burst(let number): 1 << 40 + UInt64(clamping: number)
            case .task(let number): 2 << 40 + UInt64(clamping: number)
            case .agent(let number): 3 << 40 + UInt64(clamping: number)
            }
        }
    }

    private let run: Run
    private let isWrapped: Bool

    init(_ run: Run) {
        self.run = run
        isWrapped = run.request.options.scenarios.contains(.wrapped)
    }

    /// A UUID (RFC 9562): the run's id with its last 48 bits replaced.
    func id(of named: Named) -> String {
        run.id.prefix(24) + Self.lastGroup(of: named)
    }

    /// The last 12 hexadecimal digits of an id.
    static func lastGroup(of named: Named) -> String {
        let digits = String(named.digits, radix: 16)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    /// - Parameters:
    ///   - offset: seconds after the run's start, at speed 1.
    ///   - index: the event's position in the run, from 0.
    ///   - number: what the event's id derives from.
    func json(
        of event: CrewAIEvent, kind: String, offset: Double, index: Int, number: Named? = nil
    ) -> JSON {
        let time = JSON.string(run.date(after: offset).timestamp)
        var members: [(name: String, value: JSON)] = [
            ("timestamp", time), ("type", .string(kind)), ("source_fingerprint", nil), ("source_type", nil),
            ("fingerprint_metadata", nil),
        ]
        members += place(of: event)
        members += [
            ("event_id", .string(id(of: number ?? .event(event.number)))),
            ("parent_event_id", id(ofEvent: event.parent)),
            ("previous_event_id", id(ofEvent: event.number > 0 ? event.number - 1 : nil)),
            ("triggered_by_event_id", nil),
            ("started_event_id", id(ofEvent: event.started)),
            ("emission_sequence", .number(literal: "\(index + 1)")),
        ]
        switch event.content {
        case .piece(let text): members.append((name: "chunk", value: .string(String(text))))
        case .members(let said): members += event.filling > 0 ? Self.filled(said, event.filling) : said
        }
        guard isWrapped else { return .object(members) }
        return ["event_type": .string(kind), "timestamp": time, "data": .object(members)]
    }

    /// The event's task and agent. An event need not have either, or may have one without its id.
    private func place(of event: CrewAIEvent) -> [(name: String, value: JSON)] {
        let place = event.place
        return [
            ("task_id", place?.task == nil ? nil : .string(id(of: .task(place?.assignment ?? 0)))),
            ("task_name", .string(orNull: place?.task)),
            ("agent_id", place?.agent == nil ? nil : .string(id(of: .agent(place?.assignment ?? 0)))),
            ("agent_role", .string(orNull: place?.agent)),
        ]
    }

    private func id(ofEvent number: Int?) -> JSON {
        number.map { .string(id(of: .event($0))) } ?? .null
    }

    /// Appends this many bytes to the last text.
    private static func filled(
        _ members: [(name: String, value: JSON)], _ filling: Int
    ) -> [(name: String, value: JSON)] {
        var members = members
        guard let index = members.lastIndex(where: { if case .string = $0.value { true } else { false } }),
            case .string(let text) = members[index].value
        else {
            return members + [("output", .string(String(repeating: "0123456789abcdef", count: filling / 16)))]
        }
        members[index].value = .string(text + String(repeating: "0123456789abcdef", count: filling / 16))
        return members
    }
}
