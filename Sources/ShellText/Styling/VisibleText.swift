import LineEditor

/// Makes untrusted text safe for a terminal: control characters are shown instead of obeyed.
///
/// Control characters become caret notation (`^[`); C1 controls, bidirectional controls and line separators become
/// their code points (`<U+202E>`). Newlines and tabs are kept, and so is a carriage return before a newline, where it
/// has no effect.
package enum VisibleText {
    package static func visible(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            let fit = firstUnfit(in: bytes, from: 0)
            if fit == bytes.count { return nil as String? }
            var shown: [UInt8] = []
            shown.reserveCapacity(bytes.count + 64)
            append(bytes, to: &shown)
            return String(decoding: shown, as: UTF8.self)
        } ?? text
    }

    /// Returns the visible form on a single line: newlines and tabs become spaces.
    package static func visibleLine(_ text: String) -> String {
        if text.isPlainLine { return text }
        return visible(
            String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { "\n\r\t".unicodeScalars.contains($0) ? " " : $0 })))
    }

    /// Appends the visible form of UTF-8 text.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to shown: inout [UInt8]) {
        var position = 0
        while position < bytes.count {
            let end = firstUnfit(in: bytes, from: position)
            shown.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
            guard end < bytes.count else { return }
            let (scalar, length) = bytes.scalar(at: end)
            let precedesNewline = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "\n")
            if scalar != "\r" || !precedesNewline {
                shown.append(contentsOf: TerminalControl.form(of: scalar).utf8)
            }
            position = end + length
        }
    }

    /// Returns the index of the first character that must not reach a terminal.
    private static func firstUnfit(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            // Check the first bytes of such characters, since nearly all text has none of them.
            if byte < 0x20 || byte == 0x7F || byte >= 0xC2 {
                let isSuspect =
                    switch byte {
                    case 0x09, 0x0A: false
                    case 0...0x1F, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF: true
                    default: false
                    }
                if isSuspect, TerminalControl.contains(bytes.scalar(at: position).0) { return position }
            }
            position += 1
        }
        return bytes.count
    }
}

extension String {
    /// Whether the text is a plain single row: printable ASCII with single spaces, and only between words. This check
    /// is cheaper than the conversion that it saves.
    package var isPlainLine: Bool {
        var isAfterSpace = true
        for byte in utf8 {
            switch byte {
            case 0x21...0x7E: isAfterSpace = false
            case 0x20 where !isAfterSpace: isAfterSpace = true
            default: return false
            }
        }
        return !isAfterSpace
    }
}
