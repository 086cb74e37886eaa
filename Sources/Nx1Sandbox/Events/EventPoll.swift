import Hummingbird
import NIOCore

/// Sends one JSON object with the events of a run so far, piece by piece.
struct EventPoll: Sendable {
    let run: Run
    /// Whether the body ends half-way, as the scenario `drop` asks.
    let isCut: Bool

    func write(to writer: inout any ResponseBodyWriter) async throws {
        var events = EventWriter(run)
        let now = ContinuousClock.now
        let silent = run.request.options.scenarios.contains(.silent)
        let happened = silent ? 0 : run.plan.eventCount(after: run.elapsed(at: now))
        var bytes = Array("{\"correlation_id\":".utf8)
        JSON.append(string: run.correlationID, to: &bytes)
        bytes += ",\"status\":\"\(run.status(at: now).rawValue)\",\"events\":[".utf8
        for index in 0..<(isCut ? happened / 2 : happened) {
            events.append(eventAt: index, to: &bytes)
            if bytes.count >= EventStream.batch {
                try await writer.write(ByteBuffer(bytes: bytes))
                bytes.removeAll(keepingCapacity: true)
            }
        }
        if !isCut { bytes += "]}".utf8 }
        try await writer.write(ByteBuffer(bytes: bytes))
        if isCut { throw EventStream.Cut() }
    }
}
