#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Serializes a run's events in the requested framing.
struct EventWriter {
    let run: Run
    let framing: EventFraming
    /// Whether an element of the polled list has been written.
    private var hasElement = false
    private let isTyped: Bool
    private let crewAI: CrewAIEventWriter
    private let burst: BurstTemplate?

    init(_ run: Run) {
        self.run = run
        framing = run.request.options.framing
        isTyped = !run.request.options.scenarios.contains(.untyped)
        let crewAI = CrewAIEventWriter(run)
        self.crewAI = crewAI
        burst = run.plan.burst.map { BurstTemplate($0, of: run, crewAI) }
    }

    /// Appends the event at a position of the run.
    mutating func append(eventAt index: Int, to bytes: inout [UInt8]) {
        switch run.plan.entry(at: index) {
        case .burst(let number):
            guard let burst else { return }
            open(kind: burst.kind, index: index, to: &bytes)
            burst.append(number: number, index: index, to: &bytes)
            close(to: &bytes)
        case .scripted(let event):
            append(event, index: index, to: &bytes)
        }
        hasElement = true
    }

    private func append(_ event: PlannedEvent, index: Int, to bytes: inout [UInt8]) {
        switch (event.content, framing) {
        case (.crewAI(let content), _):
            open(kind: event.kind, index: index, to: &bytes)
            crewAI.json(of: content, kind: event.kind, offset: event.offset, index: index).append(to: &bytes)
            close(to: &bytes)
        case (.report(let report), _):
            open(kind: event.kind, index: index, to: &bytes)
            report.json(kind: event.kind, offset: event.offset, of: run).append(to: &bytes)
            close(to: &bytes)
        case (.line(let line), .poll):
            // A polled body must be valid JSON as a whole, so invalid content becomes a string.
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
            if isTyped {
                bytes += "\nevent: ".utf8
                bytes += kind.utf8
            }
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
}
