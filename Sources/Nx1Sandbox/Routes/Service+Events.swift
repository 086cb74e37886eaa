import HTTPTypes
import HummingbirdCore

extension Service {
    /// The number of times that the scenario `drop` cuts the stream of a normal run.
    private static let drops = 3

    /// The number of events before the stream is cut; nil if it isn't.
    private func eventsBeforeCut(of run: Run) -> Int? {
        if faults.contains(.cutStreams) { return run.plan.eventsBeforeCut(times: ServiceFault.cuts) }
        let isDropped = run.request.options.scenarios.contains(.drop)
        return isDropped ? run.plan.eventsBeforeCut(times: Self.drops) : nil
    }

    /// `GET /api/events/{cid}` in the requested framing.
    func events(_ request: Request, of correlationID: String) async throws -> Response {
        guard let (run, earlier) = await store.visitEvents(of: correlationID) else {
            throw ServiceError.unknownRun(correlationID)
        }
        let options = run.request.options
        let scenarios = options.scenarios
        if scenarios.contains(.flaky), earlier == 0 { throw unavailable }

        var headers: HTTPFields = [.contentType: options.framing.contentType, .cacheControl: "no-cache"]
        if options.framing == .poll {
            let poll = EventPoll(
                run: run, isCut: eventsBeforeCut(of: run) != nil && earlier.isMultiple(of: 2))
            return Response(
                status: .ok, headers: headers,
                body: .init { writer in
                    try await poll.write(to: &writer)
                    try await writer.finish(nil)
                })
        }
        // The stream watches for the client to disconnect, after which the connection can't be reused.
        headers[.connection] = "close"
        let stream = stream(
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

    /// Server-Sent Events resume after `Last-Event-ID` (WHATWG HTML, section 9.2); JSON lines start again.
    private func stream(of run: Run, earlier: Int, lastEventID: String?) -> EventStream {
        let count = run.plan.eventCount
        let isResumed = run.request.options.framing == .serverSentEvents
        var first = 0
        if isResumed, let id = lastEventID.flatMap({ Int($0) }), (1...count).contains(id) { first = id }
        let cut = eventsBeforeCut(of: run).map { isResumed ? first + $0 : (earlier + 1) * $0 }
        return EventStream(run: run, first: first, cut: cut.flatMap { $0 < count ? $0 : nil })
    }

    /// Sends nothing until the client disconnects or the service ends.
    private static func silence() async throws {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
