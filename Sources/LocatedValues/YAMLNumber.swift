import Nx1Events

/// The numbers of YAML files, as JSON numbers.
enum YAMLNumber {
    private static let characters = Set("0123456789_+-.eE".utf8)

    /// The decimal number that a plain scalar stands for; nil for text. Other notations, such as octal and
    /// sexagesimal numbers, are text, because JSON has none of them and they are rarely intended.
    static func number(_ scalar: String) -> JSONNumber? {
        guard scalar.utf8.allSatisfy(characters.contains), scalar.utf8.contains(where: isDigit) else {
            return nil
        }
        var digits = scalar.utf8.filter { $0 != UInt8(ascii: "_") }
        if digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        let text = String(decoding: digits, as: UTF8.self)
        if let number = JSONNumber(literal: text) { return number }
        let unsigned = digits.drop { $0 == UInt8(ascii: "-") }
        let hasLeadingZero =
            unsigned.first == UInt8(ascii: "0") && unsigned.dropFirst().first.map(isDigit) == true
        return hasLeadingZero ? nil : Double(text).flatMap { JSONNumber($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
