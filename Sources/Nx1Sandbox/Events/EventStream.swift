import HummingbirdCore
import NIOCore

/// Sends a run's events as they happen, up to the last one.
struct EventStream: Sendable {
    /// Ends the stream without the end of its body, for the scenario `drop`.
    struct Cut: Error {}

    /// Seconds between keep-alive comments, at speed 1.
    static let heartbeat = 15.0
    /// The client's delay before it reconnects, in milliseconds at speed 1.
    static let retry = 500.0
    /// The maximum number of bytes per write.
    static let batch = 64 << 10

    let run: Run
    /// The position of the first event to send, from 0.
    let first: Int
    /// The position before which the stream is cut; nil if it isn't.
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

    /// Waits until an event is due, sending keep-alive comments in Server-Sent Events.
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

/// Sends the events of a run so far as one JSON object, in chunks.
struct EventPoll: Sendable {
    let run: Run
    /// Whether the body is cut half-way, for the scenario `drop`.
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
