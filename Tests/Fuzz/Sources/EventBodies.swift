@testable import Nx1Events

/// A body of events in any framing and with any content type gives the same events in every chunking. Each event can
/// be read, and none is new when it is repeated.
func checkEventBody(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let contentType = choices.one(of: [
        nil, "text/event-stream", "application/x-ndjson", "application/json",
        "application/json; charset=utf-8",
        "text/html", "text/plain", "application/problem+json", "",
    ])
    let chunks = choices.chunks()
    let body = choices.rest
    let whole = EventBodyReading([body], contentType)
    promise(EventBodyReading(chunks, contentType) == whole, "the events are the same in any chunking")
    promise(EventBodyReading(body.singly, contentType) == whole, "the events are the same byte by byte")
    for (index, event) in whole.events.enumerated() { check(CrewEvent(event, index: index), of: event) }
    checkSequence(of: whole)
}

private func check(_ event: CrewEvent, of raw: RawEvent) {
    let summary = event.summary
    promise(!summary.isEmpty && summary.unicodeScalars.count <= 302, "a summary is short")
    promise(
        summary.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
        "a summary is one line")
    promise(event.progress.map { (0...1).contains($0) } ?? true, "progress is between 0 and 1")
    promise(
        event.isTerminal == (event.terminalStatus != nil),
        "exactly the terminal events have a terminal status")
    switch event.payload {
    case .json(let value): promise((try? JSONValue(parsing: raw.payload)) == value, "JSON is kept unchanged")
    case .text(let text):
        promise(text == String(decoding: raw.payload, as: UTF8.self), "text is kept unchanged")
    }
}

private func checkSequence(of reading: EventBodyReading) {
    var sequence = EventSequence()
    if reading.form == .document {
        let first = sequence.newElements(of: reading.events, isSnapshot: reading.isSnapshot)
        promise(first == Array(reading.events.indices), "at first, all events are new")
        let again = sequence.newElements(of: reading.events, isSnapshot: reading.isSnapshot)
        promise(again.isEmpty, "a repeated list has no new events")
    } else {
        sequence.beginConnection()
        promise(reading.events.allSatisfy { sequence.admits($0) }, "at first, all events are new")
        sequence.beginConnection()
        promise(!reading.events.contains { sequence.admits($0) }, "a replay has no new events")
        let more = RawEvent(payload: Array("more".utf8))
        promise(sequence.admits(reading.events.last ?? more), "an event after the replay is new")
    }
}

private struct EventBodyReading: Equatable {
    var events: [RawEvent] = []
    var failed = false
    var form: EventForm?
    var isSnapshot: Bool
    var lastEventID: String

    init(_ chunks: [ArraySlice<UInt8>], _ contentType: String?) {
        var decoder = EventBodyDecoder(contentType: contentType)
        do {
            for chunk in chunks { events += try chunk.withUnsafeBytes { try decoder.decode($0) } }
            events += try decoder.finish()
        } catch {
            promise(error is EventBodyError, "the only error is EventBodyError")
            failed = true
        }
        form = decoder.form
        isSnapshot = decoder.isSnapshot
        lastEventID = decoder.lastEventID
    }
}
