/// Detects values of sensitive variables in typed lines.
package enum SensitiveValues {
    /// Whether a line gives one of these variables a value: as an item (`pin=4711`, `pin:=4711`) or in JSON (`"pin": 4711`).
    package static func areGiven(to names: Set<String>, in line: String) -> Bool {
        names.contains { name in !name.isEmpty && isGiven(to: Array(name.utf8), in: Array(line.utf8)) }
    }

    private static func isGiven(to name: [UInt8], in line: [UInt8]) -> Bool {
        var rest = line[...]
        while rest.count > name.count {
            defer { rest = rest.dropFirst() }
            guard rest.starts(with: name) else { continue }
            let isWhole = rest.startIndex == 0 || !isPartOfName(line[rest.startIndex - 1])
            var behind = rest.dropFirst(name.count)
            if behind.first.map({ "\"'".utf8.contains($0) }) == true { behind = behind.dropFirst() }
            behind = behind.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if isWhole, let sign = behind.first, "=:".utf8.contains(sign) { return true }
        }
        return false
    }

    private static func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
