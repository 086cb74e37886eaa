/// How a value stands in a YAML file so that YAML 1.1 (PyYAML, the official tool) and 1.2 read it alike.
enum YAMLScalar: Hashable {
    case text(String)
    case flag(Bool)
    case number(Double)

    /// The value as it is written.
    var written: String {
        switch self {
        case .text(let text): Self.isPlain(text) ? text : Self.quoted(text)
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        }
    }

    /// Whether `text` needs no quotes: it begins with a letter, so it is no number, date or indicator; it has nothing in it
    /// that ends a plain scalar; and it is none of the words that stand for a truth value or for nothing.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.allSatisfy(isInPlain) else {
            return false
        }
        return text.utf8.last != UInt8(ascii: ":") && !words.contains(text.lowercased())
    }

    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isInPlain(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || "-_./:+=@".utf8.contains(byte)
    }

    /// In double quotes and in ASCII, so that a reader's idea of the encoding doesn't matter.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            case let scalar where scalar.value <= 0xFF: quoted += "\\x" + digits(scalar, 2)
            case let scalar where scalar.value <= 0xFFFF: quoted += "\\u" + digits(scalar, 4)
            default: quoted += "\\U" + digits(scalar, 8)
            }
        }
        return quoted + "\""
    }

    private static func digits(_ scalar: Unicode.Scalar, _ count: Int) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
