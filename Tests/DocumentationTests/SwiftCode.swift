/// What a file of Swift says, without its comments and texts: enough to see who knows whom, and no more.
struct SwiftCode {
    private static let kinds: Set<String> = ["struct", "enum", "class", "actor", "protocol", "typealias"]

    /// The types that it declares outside of others, and not for itself alone.
    private(set) var types: Set<String> = []
    /// The names that it mentions and that begin with a capital letter.
    private(set) var words: Set<String> = []

    init(_ text: String) {
        var isInText = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = Self.code(Array(line.utf8), isInText: &isInText)
                .split { !Self.isOfName($0) }.map { String(decoding: $0, as: UTF8.self) }
            self.words.formUnion(words.filter { $0.first?.isUppercase == true })
            guard let first = line.utf8.first, first != 0x20, !words.contains("private"),
                !words.contains("fileprivate"), let kind = words.firstIndex(where: Self.kinds.contains),
                kind + 1 < words.count, words[kind + 1].first?.isUppercase == true
            else { continue }
            types.insert(words[kind + 1])
        }
    }

    /// A line without what is a comment or stands in quotes.
    private static func code(_ line: [UInt8], isInText: inout Bool) -> [UInt8] {
        let (quote, slash, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"))
        var code: [UInt8] = []
        var rest = line[...]
        var isInQuotes = false
        while let byte = rest.popFirst() {
            if isInText || isInQuotes, byte == backslash {
                rest = rest.dropFirst()
            } else if byte == quote, rest.starts(with: [quote, quote]) {
                rest = rest.dropFirst(2)
                isInText.toggle()
            } else if isInText {
                continue
            } else if isInQuotes {
                if byte == quote { isInQuotes = false }
            } else if byte == quote {
                isInQuotes = true
            } else if byte == slash, rest.first == slash {
                break
            } else {
                code.append(byte)
            }
        }
        return code
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
