/// How a service frames its events (`api/README.md`, "Left open", point 1).
package enum EventForm: Sendable, Hashable {
    /// Server-sent events (WHATWG HTML, section 9.2).
    case serverSentEvents
    /// One event a line: JSON, or else a text.
    case jsonLines
    /// One JSON text, to be asked for again: a list, an object with a list in it, or the latest state.
    case document
}

extension EventForm {
    /// What a `Content-Type` says the form is; it may be wrong.
    enum Declaration: Sendable, Hashable {
        case form(EventForm)
        /// A page meant for a browser.
        case page
        /// Nothing that says it: no type, plain text, bytes.
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

/// Decides in which form a body brings its events: by what is declared, and then by its first bytes, since the declaration
/// may be wrong or missing.
struct EventFormDetector: Sendable {
    /// What the `Content-Type` said.
    let declaration: EventForm.Declaration
    /// Where the first byte is that isn't white space, once it is there.
    private var start: Int?
    /// How far the first line has been searched for its end.
    private var searched = 0
    /// The end of the first line, if that is a whole JSON text.
    private var endOfText: Int?

    private static let fields = ["data:", "event:", "id:", "retry:", ":"].map { Array($0.utf8) }

    init(contentType: String?) {
        declaration = EventForm.Declaration(contentType: contentType)
    }

    /// The form of the body that begins with `bytes`; nil if it takes more of them. To be called with all bytes so far,
    /// whenever there are more.
    /// - Throws: ``EventBodyError`` for a page meant for a browser.
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

    /// The form that an ended body has if nothing in it told.
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

    /// Lines if the first one is a whole JSON text and something follows, or if it is no JSON at all and may be a text.
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

/// What some bytes are, as JSON.
enum JSONReading {
    /// A whole text.
    case whole
    /// What a text can begin with, up to the end of one of its tokens: there it may be broken into lines.
    case beginning
    /// What a text can begin with, up to the middle of a string or a word.
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
