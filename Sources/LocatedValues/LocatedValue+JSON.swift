import Nx1Events

extension LocatedValue {
    /// Parses a JSON text.
    /// - Parameter file: the path for messages.
    /// - Throws: ``SourceProblem``.
    package static func parse(json text: String, file: String) throws(SourceProblem) -> LocatedValue {
        let bytes = Array(text.utf8)
        if JSONValue.hasMoreValues(bytes, than: mostValues) {
            throw SourceProblem(
                "Too many values: the limit is \(mostValues).", at: SourcePlace(file: file, line: 1))
        }
        do {
            var lines = JSONLineWalk(bytes)
            return try lines.value(try JSONValue(parsing: bytes), file: file)
        } catch let error as JSONSyntaxError {
            throw SourceProblem(
                "Invalid JSON: \(error.reason).", at: SourcePlace(file: file, line: error.line))
        } catch let problem as SourceProblem {
            throw problem
        } catch {
            throw SourceProblem("\(error)", at: SourcePlace(file: file, line: 1))
        }
    }
}

/// Walks through a valid JSON text in parallel with its value, and counts lines. Names and values have the same order
/// in both.
private struct JSONLineWalk {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func value(_ json: JSONValue, file: String) throws(SourceProblem) -> LocatedValue {
        let place = SourcePlace(file: file, line: lineOfNextToken())
        switch json {
        case .null:
            skipToken()
            return LocatedValue(.null, at: place)
        case .bool(let flag):
            skipToken()
            return LocatedValue(.bool(flag), at: place)
        case .number(let number):
            skipToken()
            return LocatedValue(.number(number), at: place)
        case .string(let text):
            skipToken()
            return LocatedValue(.text(text), at: place)
        case .array(let values):
            position += 1
            var located: [LocatedValue] = []
            for value in values { located.append(try self.value(value, file: file)) }
            closeContainer()
            return LocatedValue(.list(located), at: place)
        case .object(let object):
            position += 1
            let members = try members(object, file: file)
            closeContainer()
            return LocatedValue(.mapping(members), at: place)
        }
    }

    private mutating func members(_ object: JSONObject, file: String) throws(SourceProblem)
        -> [LocatedValue.Member]
    {
        var members: [LocatedValue.Member] = []
        var lines: [String: Int] = [:]
        for (name, value) in object {
            let place = SourcePlace(file: file, line: lineOfNextToken())
            if let first = lines.updateValue(place.line, forKey: name) {
                throw SourceProblem(
                    "Duplicate key `\(name)`: it is also on line \(first). Remove one of the two.", at: place)
            }
            skipToken()
            members.append(LocatedValue.Member(name, at: place, try self.value(value, file: file)))
        }
        return members
    }

    /// Skips whitespace, commas and colons.
    private mutating func lineOfNextToken() -> Int {
        while position < bytes.count {
            switch bytes[position] {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): break
            default: return line
            }
            position += 1
        }
        return line
    }

    private mutating func closeContainer() {
        _ = lineOfNextToken()
        position += 1
    }

    /// Skips a string, a number or a word.
    private mutating func skipToken() {
        guard position < bytes.count else { return }
        guard bytes[position] == UInt8(ascii: "\"") else {
            while position < bytes.count, !Self.endsWord(bytes[position]) { position += 1 }
            return
        }
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): true
        default: false
        }
    }
}
