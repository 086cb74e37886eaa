/// The events of a burst. They differ only in number, position and id, so the rest is generated once.
struct BurstTemplate {
    /// A part of an event, constant or variable.
    private enum Part {
        case same([UInt8])
        case number
        case sequence
        case id
    }

    let kind: String
    private let parts: [Part]

    init(_ burst: EventBurst, of run: Run, _ writer: CrewAIEventWriter) {
        kind = burst.kind
        guard var event = burst.ofCrewAI else {
            let report = EventReport(message: "Batch # of \(burst.count)", progress: 0)
            let bytes = report.json(kind: kind, offset: burst.offset, of: run).bytes
            let mark = bytes.lastIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
            parts = [.same(Array(bytes[..<mark])), .number, .same(Array(bytes[mark...].dropFirst()))]
            return
        }
        event.content = .piece("Batch # of \(burst.count)\n")
        let json = writer.json(
            of: event, kind: kind, offset: burst.offset, index: 0, number: .burst(0))
        // The variable parts, in order.
        var parts: [Part] = []
        var rest = json.bytes[...]
        for (mark, part) in [
            (CrewAIEventWriter.lastGroup(of: .burst(0)), Part.id), ("\"emission_sequence\":1", .sequence),
            ("#", .number),
        ] {
            guard let place = rest.firstRange(of: Array(mark.utf8)) else { continue }
            let kept = mark.hasSuffix("1") && mark.count > 12 ? mark.utf8.count - 1 : 0
            parts += [.same(Array(rest[..<(place.lowerBound + kept)])), part]
            rest = rest[place.upperBound...]
        }
        self.parts = parts + [.same(Array(rest))]
    }

    /// Appends an event. `number` counts the burst's events from 1, `index` the run's events from 0.
    func append(number: Int, index: Int, to bytes: inout [UInt8]) {
        for part in parts {
            switch part {
            case .same(let same): bytes += same
            case .number: bytes += String(number).utf8
            case .sequence: bytes += String(index + 1).utf8
            case .id: bytes += CrewAIEventWriter.lastGroup(of: .burst(number)).utf8
            }
        }
    }
}
