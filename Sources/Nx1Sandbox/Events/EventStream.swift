import HummingbirdCore
import NIOCore

/// Sends a run's events as they happen, until the last one.
struct EventStream: Sendable {
    /// The stream ends here without the end of its body, as the scenario `drop` asks.
    struct Cut: Error {}

    /// Seconds between comments that show that the stream is alive, at speed 1.
    static let heartbeat = 15.0
    /// How long a client is to wait before it reconnects, in milliseconds at speed 1.
    static let retry = 500.0
    /// Bytes that are sent at once when many events have happened.
    static let batch = 64 << 10

    let run: Run
    /// Position of the first event to send, from 0.
    let first: Int
    /// Position before which the stream is cut, if it is.
    let cut: Int?

    func write(to writer: inout any ResponseBodyWriter) async throws {
        var events = EventWriter(run)
        var bytes: [UInt8] = []
        if events.framing == .serverSentEvents { bytes += "retry: \(retryMilliseconds)\n\n".utf8 }
        var index = first
        let last = cut ?? run.plan.eventCount
        while index < last {
            let happened = run.plan.eventCount(after: run.elapsed())
            while index < min(happened, last), bytes.count < Self.batch {
                events.append(eventAt: index, to: &bytes)
                index += 1
            }
            if !bytes.isEmpty {
                try await writer.write(ByteBuffer(bytes: bytes))
                bytes.removeAll(keepingCapacity: true)
            }
            if index < last, index >= happened { try await wait(forEventAt: index, writer: &writer) }
        }
        if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
        if cut != nil { throw Cut() }
    }

    /// Waits for an event's time, with a comment now and then in Server-Sent Events.
    private func wait(forEventAt index: Int, writer: inout any ResponseBodyWriter) async throws {
        let due = run.instant(after: run.plan.offset(at: index))
        let pause = max(Duration.seconds(min(Self.heartbeat / run.speed, 1e9)), .milliseconds(1))
        var beat = ContinuousClock.now + pause
        while ContinuousClock.now < due {
            try await Task.sleep(until: min(due, beat), tolerance: .zero, clock: .continuous)
            guard beat < due, run.request.options.framing == .serverSentEvents else { continue }
            try await writer.write(ByteBuffer(string: ": keep-alive\n\n"))
            beat = ContinuousClock.now + pause
        }
    }

    private var retryMilliseconds: Int { max(1, Int(min(Self.retry / run.speed, 1e9))) }
}

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
