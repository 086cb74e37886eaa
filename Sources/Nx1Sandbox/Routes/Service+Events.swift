import HTTPTypes
import Hummingbird

extension Service {
    /// After how many events the scenario `drop` cuts the stream.
    private static let eventsBeforeDrop = 3

    /// `GET /api/events/{cid}` in the framing that the run asks for.
    func events(_ request: Request, of correlationID: String) async throws -> Response {
        guard let (run, earlier) = await store.visitEvents(of: correlationID) else {
            throw ServiceError.unknownRun(correlationID)
        }
        let options = run.request.options
        let scenarios = options.scenarios
        if scenarios.contains(.flaky), earlier == 0 { throw unavailable }

        var headers: HTTPFields = [.contentType: options.framing.contentType, .cacheControl: "no-cache"]
        if options.framing == .poll {
            let poll = EventPoll(run: run, isCut: scenarios.contains(.drop) && earlier.isMultiple(of: 2))
            return Response(
                status: .ok, headers: headers,
                body: .init { writer in
                    try await poll.write(to: &writer)
                    try await writer.finish(nil)
                })
        }
        // The stream watches for the client's leaving, after which the connection can't be used again.
        headers[.connection] = "close"
        let stream = Self.stream(
            of: run, earlier: earlier, lastEventID: request.headers.value(named: "last-event-id"))
        let isSilent = scenarios.contains(.silent)
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    if isSilent { try await Self.silence() }
                    try await stream.write(to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    /// Server-Sent Events go on after `Last-Event-ID` (WHATWG HTML, section 9.2); JSON lines begin again.
    private static func stream(of run: Run, earlier: Int, lastEventID: String?) -> EventStream {
        let count = run.plan.eventCount
        var first = 0
        var cut = (earlier + 1) * eventsBeforeDrop
        if run.request.options.framing == .serverSentEvents {
            if let id = lastEventID.flatMap({ Int($0) }), (1...count).contains(id) { first = id }
            cut = first + eventsBeforeDrop
        }
        let isCut = run.request.options.scenarios.contains(.drop) && cut < count
        return EventStream(run: run, first: first, cut: isCut ? cut : nil)
    }

    /// Says nothing until the client leaves or the service ends.
    private static func silence() async throws {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
