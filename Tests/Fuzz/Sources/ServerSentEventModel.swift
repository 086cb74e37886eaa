import Nx1Events

/// A literal implementation of WHATWG HTML, sections 9.2.5 and 9.2.6, without optimizations.
struct ServerSentEventModel {
    private(set) var events: [ServerSentEvent] = []
    private(set) var lastEventID = ""
    private(set) var reconnectionTime: Int64?
    private var data = ""
    private var type = ""
    private var id = ""

    /// Parses a whole stream.
    mutating func read(_ stream: ArraySlice<UInt8>) {
        var scalars = Array(String(decoding: stream, as: UTF8.self).unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var line = String.UnicodeScalarView()
        var position = 0
        while position < scalars.count {
            switch scalars[position] {
            case "\n", "\r":
                if scalars[position] == "\r", position + 1 < scalars.count, scalars[position + 1] == "\n" {
                    position += 1
                }
                take(line)
                line = String.UnicodeScalarView()
            case let scalar:
                line.append(scalar)
            }
            position += 1
        }
    }

    private mutating func take(_ line: String.UnicodeScalarView) {
        guard !line.isEmpty else { return dispatch() }
        guard let colon = line.firstIndex(of: ":") else { return set(String(line), "") }
        var value = line[line.index(after: colon)...]
        if value.first == " " { value = value.dropFirst() }
        set(String(line[..<colon]), String(value))
    }

    private mutating func set(_ field: String, _ value: String) {
        // Compared as bytes because a name followed by a combining mark is a different name.
        switch Array(field.utf8) {
        case Array("event".utf8): type = value
        case Array("data".utf8): data += value + "\n"
        case Array("id".utf8): if !value.unicodeScalars.contains("\0") { id = value }
        case Array("retry".utf8):
            if value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                reconnectionTime = Int64(value) ?? reconnectionTime
            }
        default: break
        }
    }

    private mutating func dispatch() {
        lastEventID = id
        defer { (data, type) = ("", "") }
        if data.isEmpty { return }
        data.unicodeScalars.removeLast()
        events.append(ServerSentEvent(type: type.isEmpty ? "message" : type, data: data, id: id))
    }
}
