/// From the body of one answer to its events, in whichever form the service frames them.
package struct EventBodyDecoder: Sendable {
    private let maximumEventSize: Int
    private let maximumDocumentSize: Int
    private var detector: EventFormDetector
    private var serverSentEvents: ServerSentEventDecoder
    private var jsonLines: JSONLinesDecoder
    /// The bytes of a document, or of a body whose form isn't known yet.
    private var held: [UInt8] = []
    /// The id of the last server-sent event. One that has no `id` field of its own has the same.
    private var inheritedID = ""

    /// The form, once it is known.
    package private(set) var form: EventForm?
    /// Whether the document is the latest state, which replaces the one before, and not a list of what happened. Known after
    /// ``finish()``.
    package private(set) var isSnapshot = false

    /// - Parameters:
    ///   - contentType: what the answer says about itself; believed as far as the bytes agree.
    ///   - maximumEventSize: the most bytes of one event of a stream.
    ///   - maximumDocumentSize: the most bytes of a body that has to be read whole.
    package init(contentType: String?, maximumEventSize: Int = 16 << 20, maximumDocumentSize: Int = 64 << 20)
    {
        self.maximumEventSize = maximumEventSize
        self.maximumDocumentSize = maximumDocumentSize
        detector = EventFormDetector(contentType: contentType)
        serverSentEvents = ServerSentEventDecoder(maximumEventSize: maximumEventSize)
        jsonLines = JSONLinesDecoder(maximumEventSize: maximumEventSize)
    }

    /// The id to reconnect with; empty if there is none.
    package var lastEventID: String { serverSentEvents.lastEventID }

    /// How long the service asks to wait before a reconnection, if it does.
    package var reconnectionTime: Duration? { serverSentEvents.reconnectionTime }

    /// Takes the next bytes, in any chunking, and gives the events that are complete. Those of a document come at the end.
    /// - Throws: ``EventSizeExceeded``, ``EventBodyError``. The decoder is of no more use then.
    package mutating func decode(_ bytes: UnsafeRawBufferPointer) throws -> [RawEvent] {
        if form == .serverSentEvents || form == .jsonLines { return try stream(bytes) }
        guard held.count + bytes.count <= maximumDocumentSize else {
            throw EventSizeExceeded(limit: maximumDocumentSize)
        }
        held.append(contentsOf: bytes)
        if form == nil { form = try detector.form(of: held) }
        guard form == .serverSentEvents || form == .jsonLines else { return [] }
        let beginning = held
        held = []
        return try beginning.withUnsafeBytes { try stream($0) }
    }

    /// The end of the body: what can only be told now.
    ///
    /// An event that isn't complete is not given: the next connection brings it whole.
    /// - Throws: ``EventBodyError`` if a document is not JSON, ``EventSizeExceeded``.
    package mutating func finish() throws -> RawEvents {
        switch form {
        case .serverSentEvents:
            return RawEvents()
        case .jsonLines:
            guard let line = jsonLines.finish(), !isCutOff(line) else { return RawEvents() }
            return RawEvents(in: line, at: [0..<line.count])
        case .document, nil:
            if held.allSatisfy(\.isJSONWhitespace) {
                form = form ?? detector.formAtEnd
                return RawEvents()
            }
            defer { held = [] }
            return try finishDocument()
        }
    }

    private func isCutOff(_ line: [UInt8]) -> Bool {
        let first = line.first { !$0.isJSONWhitespace }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        return isJSON && [.beginning, .openToken].contains(JSONReading(line))
    }

    private mutating func stream(_ bytes: UnsafeRawBufferPointer) throws -> [RawEvent] {
        var events: [RawEvent] = []
        if form == .jsonLines {
            try jsonLines.decode(bytes) { events.append(RawEvent(payload: $0)) }
        } else {
            try serverSentEvents.decode(bytes) { event in
                let hasOwnID = !event.id.isEmpty && event.id != inheritedID
                inheritedID = event.id
                events.append(
                    RawEvent(
                        name: event.type == "message" ? nil : event.type, id: hasOwnID ? event.id : nil,
                        payload: Array(event.data.utf8)))
            }
        }
        return events
    }

    private mutating func finishDocument() throws -> RawEvents {
        do throws(JSONSyntaxError) {
            let document = try EventDocument(held)
            form = .document
            isSnapshot = document.isSnapshot
            return RawEvents(in: held, at: document.elements)
        } catch {
            let texts = try severalTexts()
            form = .jsonLines
            return texts
        }
    }

    /// What isn't one JSON text may be several, or, if nothing says that it is JSON, lines of text.
    private func severalTexts() throws -> RawEvents {
        if let ranges = try? JSONOutline.texts(in: held) { return RawEvents(in: held, at: ranges) }
        let isText = detector.declaration == .none && held.first { !$0.isJSONWhitespace } != UInt8(ascii: "<")
        guard isText, form == nil else { throw EventBodyError(beginning: held) }
        var lines = JSONLinesDecoder(maximumEventSize: maximumEventSize)
        return RawEvents(try lines.decode(held) + [lines.finish()].compactMap(\.self))
    }
}

/// A body that is neither events nor JSON.
package struct EventBodyError: Error, Sendable, Hashable {
    /// The first of what came, at most 1,000 bytes.
    package let beginning: [UInt8]

    init(beginning: [UInt8]) {
        self.beginning = Array(beginning.prefix(1000))
    }
}
