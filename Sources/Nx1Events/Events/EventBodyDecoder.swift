/// Decodes the body of one response into events, in any of the forms that services use.
package struct EventBodyDecoder: Sendable {
    private let maximumEventSize: Int
    private let maximumDocumentSize: Int
    private var detector: EventFormDetector
    private var serverSentEvents: ServerSentEventDecoder
    private var jsonLines: JSONLinesDecoder
    /// The buffered bytes of a document, or of a body whose form isn't known yet.
    private var held: [UInt8] = []
    /// The id of the last server-sent event, which later events without an `id` field inherit.
    private var inheritedID = ""

    /// The form, once known.
    package private(set) var form: EventForm?
    /// Whether the document is the latest state, which replaces the one before, rather than a list of events. Known
    /// after ``finish()``.
    package private(set) var isSnapshot = false

    /// - Parameters:
    ///   - contentType: the `Content-Type`, which is trusted only if the bytes agree.
    ///   - maximumEventSize: the maximum size of one event of a stream, in bytes.
    ///   - maximumDocumentSize: the maximum size of a body that must be read completely, in bytes.
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

    /// The pause before a reconnection that the service requests, if any.
    package var reconnectionTime: Duration? { serverSentEvents.reconnectionTime }

    /// Decodes the next chunk and returns the completed events. Those of a document are returned by ``finish()``.
    /// - Throws: ``EventSizeExceeded``, ``EventBodyError``. The decoder can't be used afterwards.
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

    /// Returns the events that are known only at the end of the body.
    ///
    /// An incomplete event is dropped: the next connection sends it in full.
    /// - Throws: ``EventBodyError`` if a document isn't JSON; ``EventSizeExceeded``.
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

    /// A body that isn't one JSON text may be several, or, if it isn't declared as JSON, lines of text.
    private func severalTexts() throws -> RawEvents {
        if let ranges = try? JSONOutline.texts(in: held) { return RawEvents(in: held, at: ranges) }
        let isText = detector.declaration == .none && held.first { !$0.isJSONWhitespace } != UInt8(ascii: "<")
        guard isText, form == nil else { throw EventBodyError(beginning: held) }
        var lines = JSONLinesDecoder(maximumEventSize: maximumEventSize)
        return RawEvents(try lines.decode(held) + [lines.finish()].compactMap(\.self))
    }
}

/// The body is neither events nor JSON.
package struct EventBodyError: Error, Sendable, Hashable {
    /// The beginning of the body, at most 1,000 bytes.
    package let beginning: [UInt8]

    init(beginning: [UInt8]) {
        self.beginning = Array(beginning.prefix(1000))
    }
}
