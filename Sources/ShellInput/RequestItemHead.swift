/// What stands before an item's value: the key and the sign.
package struct RequestItemHead {
    /// How the value is written.
    package enum Sign: String {
        case text = "="
        case json = ":="
        case textFile = "=@"
        case jsonFile = ":=@"
    }

    package let key: String
    package let sign: Sign
    /// The index of the first byte of the value.
    package let end: Int

    /// The head at the beginning of the bytes, if they begin with one.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let name = bytes.prefix(while: \.isInKey)
        guard let first = name.first, first.isLetterOrUnderscore else { return nil }
        var rest = bytes[name.endIndex...]
        let isJSON = rest.first == UInt8(ascii: ":")
        if isJSON { rest = rest.dropFirst() }
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "=") { return nil }
        let isFile = rest.first == UInt8(ascii: "@")
        key = String(decoding: name, as: UTF8.self)
        sign = isJSON ? (isFile ? .jsonFile : .json) : (isFile ? .textFile : .text)
        end = isFile ? rest.startIndex + 1 : rest.startIndex
    }

    /// Whether the bytes begin like an item without a key: `=x`, `:=1`.
    static func lacksKey(_ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes.first == UInt8(ascii: ":") ? bytes.dropFirst() : bytes
        guard rest.first == UInt8(ascii: "="), let next = rest.dropFirst().first else { return false }
        return next != UInt8(ascii: "=") && !next.isBlankInWords
    }
}

extension UInt8 {
    package var isBlankInWords: Bool { self == 0x0A || isSpaceOrTab }

    fileprivate var isLetterOrUnderscore: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
    }

    fileprivate var isInKey: Bool {
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
        return isLetterOrUnderscore || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
