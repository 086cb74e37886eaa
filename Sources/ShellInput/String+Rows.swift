// These work on bytes: a line of 16 MiB is one String, and "\r
// " is one Character.

extension UInt8 {
    /// Whether the byte is a space within a row, or the CR that a paste may leave at its end.
    var isSpaceOrTab: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}

extension String {
    /// Whether the text has only whitespace.
    package var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    var hasSeveralRows: Bool { utf8.contains(0x0A) }

    /// The parts between line feeds.
    var rows: [String] {
        utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    var withoutFinalNewlines: String {
        let newlines = utf8.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.count
        return String(Substring(utf8.dropLast(newlines)))
    }

    /// The text with spaces in place of line breaks and tabs.
    var onOneRow: String { String(map { $0.isNewline || $0 == "\t" ? " " : $0 }) }

    func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
