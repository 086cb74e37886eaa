/// The declarations and names in a Swift file, without comments and string literals. Just enough to find dependencies.
struct SwiftCode {
    private static let kinds: Set<String> = ["struct", "enum", "class", "actor", "protocol", "typealias"]

    /// The top-level types that the file declares, without private ones.
    private(set) var types: Set<String> = []
    /// The capitalized names that the file mentions.
    private(set) var words: Set<String> = []
    /// The names of the functions and properties that the file declares, in any type.
    private(set) var members: Set<String> = []
    /// The members declared in extensions and visible to other files.
    private(set) var extensionMembers: Set<String> = []
    /// The names that the file calls or mentions after a dot.
    private(set) var uses: Set<String> = []

    init(_ text: String) {
        var isInText = false
        var isInExtension = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let code = Self.code(Array(line.utf8), isInText: &isInText)
            let words = code.split { !Self.isOfName($0) }.map { String(decoding: $0, as: UTF8.self) }
            self.words.formUnion(words.filter { $0.first?.isUppercase == true })
            uses.formUnion(
                code.split(separator: UInt8(ascii: ".")).dropFirst().map {
                    String(decoding: $0.prefix(while: Self.isOfName), as: UTF8.self)
                })
            uses.formUnion(
                code.split(separator: UInt8(ascii: "("), omittingEmptySubsequences: false).dropLast().map {
                    let name = $0.reversed().prefix(while: Self.isOfName).reversed()
                    return String(decoding: name, as: UTF8.self)
                })
            if let first = words.first, line.utf8.first != 0x20 {
                isInExtension = words.contains("extension") && first != "private" && first != "fileprivate"
            }
            if let name = Self.member(words) {
                members.insert(name)
                if isInExtension, line.hasPrefix("    "), !line.hasPrefix("     "),
                    !words.contains("private"), !words.contains("fileprivate")
                {
                    extensionMembers.insert(name)
                }
            }
            guard let first = line.utf8.first, first != 0x20, !words.contains("private"),
                !words.contains("fileprivate"), let kind = words.firstIndex(where: Self.kinds.contains),
                kind + 1 < words.count, words[kind + 1].first?.isUppercase == true
            else { continue }
            types.insert(words[kind + 1])
        }
    }

    /// The name of the function, property or case that a line declares.
    private static func member(_ words: [String]) -> String? {
        guard let kind = words.firstIndex(where: { ["func", "var", "let", "case"].contains($0) }),
            kind + 1 < words.count
        else { return nil }
        return words[kind + 1]
    }

    /// A line without comments and string literals.
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
