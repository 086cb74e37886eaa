/// How a text of SQL ends: what is left to add so that its last statement is complete.
struct SQLEnding {
    private var hasEnded = false
    private var endsInComment = false

    /// A semicolon, on a row of its own below a comment; nothing if there is one.
    var terminator: String { hasEnded ? "" : endsInComment ? "\n;" : ";" }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            let byte = bytes[position]
            endsInComment = false
            if rest.starts(with: "--".utf8) {
                let end = Self.end(of: "\n", in: rest.dropFirst(2))
                endsInComment = end == nil
                position = end ?? bytes.count
            } else if rest.starts(with: "/*".utf8) {
                position = Self.end(of: "*/", in: rest.dropFirst(2)) ?? bytes.count
            } else if "'\"`".utf8.contains(byte) {
                hasEnded = false
                position = rest.dropFirst().firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
            } else if let tag = Self.dollarQuote(rest) {
                hasEnded = false
                position = Self.end(of: tag, in: rest.dropFirst(tag.utf8.count)) ?? bytes.count
            } else {
                if byte > 0x20 { hasEnded = byte == UInt8(ascii: ";") }
                position += 1
            }
        }
    }

    /// The position behind the first `sign`.
    private static func end(of sign: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let sign = Array(sign.utf8)
        guard let first = sign.first else { return nil }
        var rest = bytes
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: sign) { return start + sign.count }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// `$$` or `$name$`, with which PostgreSQL quotes the body of a function.
    private static func dollarQuote(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.first == UInt8(ascii: "$") else { return nil }
        let name = bytes.dropFirst().prefix {
            $0 == UInt8(ascii: "_") || $0 >= 0x80 || (0x30...0x39).contains($0)
                || (0x61...0x7A).contains($0 | 0x20)
        }
        guard name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: "$"),
            name.first.map({ !(0x30...0x39).contains($0) }) ?? true
        else { return nil }
        return "$" + String(decoding: name, as: UTF8.self) + "$"
    }
}
