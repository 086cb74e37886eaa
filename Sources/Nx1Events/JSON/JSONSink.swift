/// A consumer of the tokens of a JSON text, in order.
protocol JSONSink {
    mutating func null()
    mutating func bool(_ value: Bool)
    mutating func number(_ literal: UnsafeBufferPointer<UInt8>)
    mutating func string(_ string: JSONStringToken)
    mutating func beginArray()
    mutating func endArray()
    mutating func beginObject()
    /// Receives the name of the member whose value follows.
    mutating func key(_ name: JSONStringToken)
    mutating func endObject()
}

/// A sink that ignores everything, for skipping a value.
struct JSONVoid: JSONSink {
    mutating func null() {}
    mutating func bool(_ value: Bool) {}
    mutating func number(_ literal: UnsafeBufferPointer<UInt8>) {}
    mutating func string(_ string: JSONStringToken) {}
    mutating func beginArray() {}
    mutating func endArray() {}
    mutating func beginObject() {}
    mutating func key(_ name: JSONStringToken) {}
    mutating func endObject() {}
}

/// A sink that counts the values that a tree of the text would have.
struct JSONCounter: JSONSink {
    /// The number of values that an object counts as, in addition to its members.
    private static let object = 5

    private(set) var count = 0

    mutating func null() { count += 1 }
    mutating func bool(_ value: Bool) { count += 1 }
    mutating func number(_ literal: UnsafeBufferPointer<UInt8>) { count += 1 }
    mutating func string(_ string: JSONStringToken) { count += 1 }
    mutating func beginArray() { count += 1 }
    mutating func endArray() {}
    mutating func beginObject() { count += Self.object }
    mutating func key(_ name: JSONStringToken) {}
    mutating func endObject() {}
}

/// The content of a string in a JSON text, with well-formed escapes.
struct JSONStringToken {
    let content: UnsafeBufferPointer<UInt8>
    let hasEscapes: Bool

    /// The decoded string. Invalid UTF-8 and lone surrogates become U+FFFD.
    var text: String {
        if !hasEscapes { return String(decoding: content, as: UTF8.self) }
        // No escape is shorter than its decoded form.
        return String(unsafeUninitializedCapacity: content.count) { output in
            var output = Output(buffer: output)
            var position = 0
            while position < content.count {
                let run = content.firstIndex(from: position) { $0.marks(of: UInt8(ascii: "\\")) }
                output.append(content.part(position..<run))
                position = run
                if position < content.count { resolveEscape(at: &position, to: &output) }
            }
            return output.count
        }
    }

    private struct Output {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        mutating func append(_ byte: UInt8) {
            buffer.initializeElement(at: count, to: byte)
            count += 1
        }

        mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            count = buffer[count...].initialize(fromContentsOf: bytes)
        }
    }

    private func resolveEscape(at position: inout Int, to output: inout Output) {
        let letter = content[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"): UTF8.encode(scalar(at: &position))?.forEach { output.append($0) }
        default: output.append(letter)
        }
    }

    /// The scalar of a `\u` escape, or of a surrogate pair of two.
    private func scalar(at position: inout Int) -> Unicode.Scalar {
        let unit = codeUnit(at: position)
        position += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let hasPartner =
            UTF16.isLeadSurrogate(unit) && position + 6 <= content.count
            && content[position] == UInt8(ascii: "\\") && content[position + 1] == UInt8(ascii: "u")
        guard hasPartner else { return "\u{FFFD}" }
        let partner = codeUnit(at: position + 2)
        guard UTF16.isTrailSurrogate(partner) else { return "\u{FFFD}" }
        position += 6
        return UTF16.decode(UTF16.EncodedScalar([unit, partner]))
    }

    private func codeUnit(at position: Int) -> UInt16 {
        content[position..<position + 4].reduce(0) { $0 << 4 | ($1.hexadecimalValue ?? 0) }
    }
}
