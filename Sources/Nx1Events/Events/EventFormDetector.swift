/// How a service frames its events (`api/README.md`, "Left open", point 1).
package enum EventForm: Sendable, Hashable {
    /// Server-sent events (WHATWG HTML, section 9.2).
    case serverSentEvents
    /// One event per line: JSON, or else text.
    case jsonLines
    /// One JSON text, to be polled: a list, an object that contains a list, or the latest state.
    case document
}

extension EventForm {
    /// The form declared by a `Content-Type`, which may be wrong.
    enum Declaration: Sendable, Hashable {
        case form(EventForm)
        /// An HTML page.
        case page
        /// No declared form: no type, plain text, bytes.
        case none

        init(contentType: String?) {
            let type = (contentType ?? "").prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
            switch type {
            case "text/event-stream":
                self = .form(.serverSentEvents)
            case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl",
                "application/jsonlines", "application/x-jsonlines", "application/json-lines",
                "application/json-seq",
                "application/stream+json", "application/x-json-stream":
                self = .form(.jsonLines)
            case "text/html", "application/xhtml+xml":
                self = .page
            case let type where type == "application/json" || type.hasSuffix("+json") || type == "text/json":
                self = .form(.document)
            default:
                self = .none
            }
        }
    }
}

/// Detects the form of a body by its declaration and its first bytes, since the declaration may be wrong or missing.
struct EventFormDetector: Sendable {
    /// The declaration of the `Content-Type`.
    let declaration: EventForm.Declaration
    /// The position of the first byte that isn't white space, once received.
    private var start: Int?
    /// How far the search for the end of the first line has come.
    private var searched = 0
    /// The end of the first line, if it's a complete JSON text.
    private var endOfText: Int?

    private static let fields = ["data:", "event:", "id:", "retry:", ":"].map { Array($0.utf8) }

    init(contentType: String?) {
        declaration = EventForm.Declaration(contentType: contentType)
    }

    /// The form of the body that starts with `bytes`; nil if more are needed. Call it with all bytes so far whenever
    /// there are more.
    /// - Throws: ``EventBodyError`` for an HTML page.
    mutating func form(of bytes: [UInt8]) throws -> EventForm? {
        guard let start = findStart(in: bytes) else { return nil }
        let text = bytes[start...]
        if Self.fields.contains(where: { text.starts(with: $0) }) { return .serverSentEvents }
        if Self.fields.contains(where: { $0.starts(with: text) }) { return nil }
        let isBracket = text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[")
        if declaration == .page && !isBracket { throw EventBodyError(beginning: bytes) }
        switch declaration {
        case .form(.serverSentEvents) where !isBracket: return .serverSentEvents
        case .form(.jsonLines) where text.first != UInt8(ascii: "["): return .jsonLines
        case _ where text.first == UInt8(ascii: "<"): return .document
        case _ where text.first == 0x1E: return .jsonLines
        default: return formByFirstLine(of: bytes, from: start)
        }
    }

    /// The form of a body that ended without a sign of its form.
    var formAtEnd: EventForm {
        if case .form(let form) = declaration { form } else { .document }
    }

    private mutating func findStart(in bytes: [UInt8]) -> Int? {
        if let start { return start }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if bytes.count < mark.count && mark.starts(with: bytes) { return nil }
        let content = bytes.starts(with: mark) ? mark.count : 0
        start = bytes[max(content, searched)...].firstIndex { !$0.isJSONWhitespace }
        searched = start ?? bytes.count
        return start
    }

    /// JSON lines if the first one is a complete JSON text and something follows, or if it isn't JSON and may be text.
    private mutating func formByFirstLine(of bytes: [UInt8], from start: Int) -> EventForm? {
        if let endOfText { return followedForm(bytes, after: endOfText) }
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            return nil
        }
        switch JSONReading(bytes[start..<end]) {
        case .whole:
            endOfText = end
            return followedForm(bytes, after: end)
        case .beginning:
            return .document
        case .openToken, .other:
            return declaration == .none || declaration == .form(.jsonLines) ? .jsonLines : .document
        }
    }

    private mutating func followedForm(_ bytes: [UInt8], after end: Int) -> EventForm? {
        searched = max(searched, end)
        guard let next = bytes[searched...].firstIndex(where: { !$0.isJSONWhitespace }) else {
            searched = bytes.count
            return nil
        }
        searched = next
        return .jsonLines
    }
}

/// How far some bytes are a JSON text.
enum JSONReading {
    /// A complete text.
    case whole
    /// The beginning of a text, up to the end of a token, where a line break is possible.
    case beginning
    /// The beginning of a text, up to the middle of a string or a word.
    case openToken
    /// None of these.
    case other

    init(_ bytes: some Sequence<UInt8>) {
        do throws(JSONSyntaxError) {
            self = try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
                var scanner = JSONScanner(bytes)
                scanner.skipByteOrderMark()
                var void = JSONVoid()
                do throws(JSONSyntaxError) {
                    try scanner.scanValue(into: &void)
                    try scanner.expectEnd()
                    return .whole
                } catch {
                    if error.offset >= bytes.count { return .beginning }
                    return scanner.position >= bytes.count ? .openToken : .other
                }
            }
        } catch {
            self = .other
        }
    }
}

extension UInt8 {
    var isJSONWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
    }
}
