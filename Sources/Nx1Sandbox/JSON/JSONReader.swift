/// Parses a JSON text (RFC 8259) and reports errors like Python's `json` module.
struct JSONReader {
    /// The maximum nesting depth of arrays and objects.
    static let maximumDepth = 500

    let bytes: [UInt8]
    var position = 0

    /// Parses a whole body. Ignores a leading UTF-8 byte order mark.
    ///
    /// - Throws: ``JSONSyntaxError``. FastAPI itself answers 400 if a body isn't UTF-8 or is nested too deeply, which
    ///   `openapi.yaml` doesn't list; here these are ordinary syntax errors.
    static func read(_ body: [UInt8]) throws -> JSONNode {
        guard String(validating: body, as: UTF8.self) != nil else { throw noUTF8(body) }
        var reader = JSONReader(
            bytes: body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body)
        reader.skipWhiteSpace()
        let node = try reader.value(depth: 0)
        reader.skipWhiteSpace()
        if reader.position < reader.bytes.count { throw reader.error("Extra data") }
        return node
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func error(_ reason: String, at index: Int? = nil) -> JSONSyntaxError {
        // Python counts characters: every byte except continuation bytes starts one.
        let scalars = bytes[..<(index ?? position)].count { $0 & 0b1100_0000 != 0b1000_0000 }
        return JSONSyntaxError(reason: reason, position: scalars)
    }

    /// Finds the first byte that isn't UTF-8.
    private static func noUTF8(_ body: [UInt8]) -> JSONSyntaxError {
        var bytes = body.makeIterator()
        var decoder = UTF8()
        var position = 0
        while case .scalarValue = decoder.decode(&bytes) { position += 1 }
        return JSONSyntaxError(reason: "Not UTF-8", position: position)
    }

    mutating func skipWhiteSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func value(depth: Int) throws -> JSONNode {
        guard depth < Self.maximumDepth else { throw error("Nested too deeply") }
        let start = position
        let value: JSONNode.Value
        switch current {
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "["): value = .array(try elements(depth: depth + 1))
        case UInt8(ascii: "{"): value = .object(try members(depth: depth + 1))
        default:
            if let literal = number() {
                value = .number(literal: literal)
            } else if consume("null") {
                value = .null
            } else if consume("true") {
                value = .bool(true)
            } else if consume("false") {
                value = .bool(false)
            } else {
                throw error("Expecting value")
            }
        }
        return JSONNode(value: value, source: bytes[start..<position])
    }

    private mutating func consume(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func elements(depth: Int) throws -> [JSONNode] {
        position += 1
        skipWhiteSpace()
        if consume("]") { return [] }
        var elements: [JSONNode] = []
        while true {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
            if consume("]") { return elements }
            guard consume(",") else { throw error("Expecting ',' delimiter") }
            skipWhiteSpace()
        }
    }

    private mutating func members(depth: Int) throws -> [(name: String, node: JSONNode)] {
        position += 1
        skipWhiteSpace()
        if consume("}") { return [] }
        var members: [(name: String, node: JSONNode)] = []
        while true {
            guard current == UInt8(ascii: "\"") else {
                throw error("Expecting property name enclosed in double quotes")
            }
            let name = try string()
            skipWhiteSpace()
            guard consume(":") else { throw error("Expecting ':' delimiter") }
            skipWhiteSpace()
            members.append((name: name, node: try value(depth: depth)))
            skipWhiteSpace()
            if consume("}") { return members }
            guard consume(",") else { throw error("Expecting ',' delimiter") }
            skipWhiteSpace()
        }
    }

    /// Parses the literal of the number at the current position, if there is one.
    private mutating func number() -> String? {
        let start = position
        _ = consume("-")
        guard consume("0") || digits() else {
            position = start
            return nil
        }
        let whole = position
        if !(consume(".") && digits()) { position = whole }
        let fraction = position
        if consume("e") || consume("E") {
            if !consume("+") { _ = consume("-") }
            if !digits() { position = fraction }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }
}

/// A parsed JSON value with its source bytes.
struct JSONNode: Sendable {
    /// The value of a node. As in Python, the last of several members with the same name counts.
    indirect enum Value: Sendable {
        case null
        case bool(Bool)
        case number(literal: String)
        case string(String)
        case array([JSONNode])
        case object([(name: String, node: JSONNode)])
    }

    let value: Value
    /// The value's bytes in the body, without surrounding whitespace.
    let source: ArraySlice<UInt8>

    /// The same text, to be written unchanged.
    var asItCame: JSON { .verbatim(source) }

    /// The member with that name, if this is an object and has one.
    subscript(name: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.last { $0.name == name }?.node
    }

    var isNull: Bool {
        if case .null = value { true } else { false }
    }

    /// The text, if this is a string.
    var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }
}

/// Why a body isn't JSON, in the words of Python's `json` module, which FastAPI passes on.
struct JSONSyntaxError: Error, Equatable {
    /// The reason, such as `Expecting value`.
    let reason: String
    /// The position, in Unicode scalars from the beginning of the body.
    let position: Int
}
