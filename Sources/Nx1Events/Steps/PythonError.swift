/// The message in the `repr` of a Python exception: `ValueError('no such table')` says `no such table`.
enum PythonError {
    /// The message of `text`, or `text` itself if it isn't such a `repr`.
    static func message(_ text: String) -> String {
        guard let open = text.firstIndex(of: "("), text.last == ")", isName(text[..<open]) else {
            return text
        }
        var rest = text[text.index(after: open)...].dropLast()
        if rest.last == "," { rest = rest.dropLast() }
        guard rest.count >= 2, let quote = rest.first, quote == "'" || quote == "\"", rest.last == quote
        else {
            return text
        }
        return unescaped(rest.dropFirst().dropLast(), quote) ?? text
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// Nil if the literal ends before the text does, or the text ends inside an escape.
    private static func unescaped(_ text: Substring, _ quote: Character) -> String? {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                if Character(scalar) == quote { return nil }
                result.append(scalar)
                continue
            }
            guard let name = rest.popFirst() else { return nil }
            if let simple = simpleEscapes[name] {
                result.append(simple)
            } else if let length = digits[name], let number = UInt32(String(rest.prefix(length)), radix: 16),
                rest.count >= length, let scalar = Unicode.Scalar(number)
            {
                result.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                result.append(scalar)
                result.append(name)
            }
        }
        return String(result)
    }

    private static let simpleEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"",
    ]
    /// The hexadecimal digits that follow the letter of an escape.
    private static let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
}
