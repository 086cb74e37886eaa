import NIOCore
import Nx1Events
import Nx1HTTP
import Nx1Values

/// The events of one run over any number of connections: opens, reads, decodes and deduplicates them.
struct EventFeed {
    private let nx1: Nx1
    private let path: String
    private var stream: HTTPStream?
    private var head: HTTPAnswer?
    private var decoder: EventBodyDecoder
    private var queue = EventQueue()
    private var lastEventID = ""
    /// How long the next events have been waited for so far.
    private var waited: Duration = .zero

    init(nx1: Nx1, correlationID: String) {
        self.nx1 = nx1
        path = "/api/events/" + PercentEncoding.encode(correlationID)
        decoder = EventBodyDecoder(contentType: nil, maximumEventSize: nx1.configuration.limits.event)
    }

    /// Returns the next buffered event.
    mutating func nextEvent() -> CrewEvent? { queue.next() }

    /// - Parameter limit: a shorter limit than that of any request, if any.
    mutating func open(within limit: Duration? = nil) async throws -> RunFollower.Input {
        var headers = [("Accept", "text/event-stream, application/x-ndjson, application/json")]
        if canResume { headers.append(("Last-Event-ID", lastEventID)) }
        do {
            let call = HTTPCall(path: path, headers: headers)
            let (head, stream) = try await nx1.transport.open(call, within: limit)
            guard head.isSuccess else {
                var answer = head
                answer.body = (try? await stream.remainder(cap: 64 << 10, within: .seconds(2))) ?? []
                return .eventsFailed(answer.refusal(from: nx1.address))
            }
            if head.status == 204 {
                return .eventsEnded(.init(), isDocument: true, reconnectAfter: nil)
            }
            self.stream = stream
            self.head = head
            decoder = EventBodyDecoder(
                contentType: head.contentType, maximumEventSize: nx1.configuration.limits.event,
                maximumDocumentSize: nx1.configuration.limits.body)
            queue.beginConnection()
            return .eventsOpened
        } catch let error as Nx1Error {
            return .eventsFailed(error)
        }
    }

    /// Whether there is a last event id that's allowed in a header field (RFC 9110, section 5.5). Without one, the
    /// service starts over, and events already seen are skipped.
    private var canResume: Bool {
        !lastEventID.isEmpty && lastEventID.first != " " && lastEventID.last != " "
            && lastEventID.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// Reads until there is an input for the follower.
    mutating func read(within limit: Duration) async throws -> RunFollower.Input {
        guard let stream else { return .eventsEnded(.init(), isDocument: false, reconnectAfter: nil) }
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while true {
            let left = deadline - clock.now
            // Something other than events keeps arriving: the stream is alive, so it stays open.
            if left <= .zero { return .eventsSilent(isOpen: true) }
            let before = clock.now
            do {
                let piece = try await stream.read(within: left)
                waited += clock.now - before
                switch piece {
                case nil:
                    self.stream = nil
                    return .eventsSilent(isOpen: false)
                case .end?:
                    return try end()
                case .bytes(let buffer)?:
                    let arrived = try buffer.withUnsafeReadableBytes { try decoder.decode($0) }
                    if !arrived.isEmpty { return .eventsArrived(arrival(of: queue.append(arrived))) }
                }
            } catch let error as Nx1Error {
                // The connection broke; everything received has been handled.
                return error.code == .notUnderstood ? fail(error) : cut()
            } catch let error as EventSizeExceeded {
                return fail(Nx1Error(.tooLarge, "\(error)"))
            } catch let error as EventBodyError {
                guard var answer = head else { return cut() }
                answer.body = error.beginning
                return fail(answer.notUnderstood(from: nx1.address, reason: "it's neither events nor JSON"))
            }
        }
    }

    private mutating func arrival(of events: EventQueue.Arrival) -> RunFollower.Arrival {
        if !decoder.lastEventID.isEmpty { lastEventID = decoder.lastEventID }
        defer { waited = .zero }
        return RunFollower.Arrival(fresh: events.fresh, isTerminal: events.isTerminal, waited: waited)
    }

    private mutating func end() throws -> RunFollower.Input {
        stream = nil
        let rest = try decoder.finish()
        let isDocument = decoder.form == .document
        let events =
            isDocument ? queue.append(document: rest, isSnapshot: decoder.isSnapshot) : queue.append(rest)
        return .eventsEnded(
            arrival(of: events), isDocument: isDocument, reconnectAfter: decoder.reconnectionTime)
    }

    private mutating func cut() -> RunFollower.Input {
        stream = nil
        return .eventsCut(reconnectAfter: decoder.reconnectionTime)
    }

    private mutating func fail(_ error: Nx1Error) -> RunFollower.Input {
        stream = nil
        return .eventsFailed(error)
    }
}
