@testable import Nx1Events

/// The events are the same in every chunking, and the same as from the WHATWG HTML algorithm.
func checkServerSentEvents(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let limit = choices.one(of: [16 << 20, 0, 1, 7, 40])
    let chunks = choices.chunks()
    let stream = choices.rest
    let whole = ServerSentEventReading([stream], limit: limit)
    promise(ServerSentEventReading(chunks, limit: limit) == whole, "the events are the same in any chunking")
    promise(
        ServerSentEventReading(stream.singly, limit: limit) == whole, "the events are the same byte by byte")
    for event in whole.events {
        promise(event.data.utf8.count <= 3 * limit, "no event is larger than the limit")
    }
    guard limit > stream.count else { return }
    promise(!whole.failed, "input within the limit is accepted")
    var model = ServerSentEventModel()
    model.read(stream)
    promise(whole.events == model.events, "the events match the model")
    promise(whole.lastEventID == model.lastEventID, "the last event id matches the model")
    promise(
        whole.reconnectionTime == model.reconnectionTime.map { .milliseconds($0) },
        "the reconnection time matches the model")
}

private struct ServerSentEventReading: Equatable {
    var events: [ServerSentEvent] = []
    var failed = false
    var lastEventID = ""
    var reconnectionTime: Duration?

    init(_ chunks: [ArraySlice<UInt8>], limit: Int) {
        var decoder = ServerSentEventDecoder(maximumEventSize: limit)
        do {
            for chunk in chunks {
                try chunk.withUnsafeBytes { try decoder.decode($0) { events.append($0) } }
            }
        } catch {
            promise(
                error as? EventSizeExceeded == EventSizeExceeded(limit: limit),
                "the only error is EventSizeExceeded")
            failed = true
        }
        lastEventID = decoder.lastEventID
        reconnectionTime = decoder.reconnectionTime
    }
}
