import Nx1Events

/// The fields of a query or a posted form (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    private(set) var fields: [(name: String, value: String)]

    init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// Parses a query. Invalid escapes stay as they are.
    init(parsing query: some StringProtocol) {
        fields = query.split(separator: "&").map { field in
            let name = field.prefix { $0 != "=" }
            return (Self.decode(name), Self.decode(field.dropFirst(name.count + 1)))
        }
    }

    mutating func append(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// The value of the field `name`; nil if it's missing, or repeated, which OAuth forbids (RFC 6749, section 3.1).
    subscript(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }

    /// The encoded fields. A space becomes `%20`, which every form parser accepts as well as `+`.
    var encoded: String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(
            separator: "&")
    }

    private static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                if let value = hexadecimal(rest.prefix(2)) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let text = String(decoding: digits, as: UTF8.self)
        return text.utf8.count == 2 && text.first?.isHexDigit == true ? UInt8(text, radix: 16) : nil
    }
}
