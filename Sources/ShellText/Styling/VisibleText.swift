/// Text of foreign origin made fit for a terminal: what would drive it is shown, not obeyed (promise 4 of the design).
///
/// Control characters stand in caret notation (`^[`), C1 controls, bidirectional controls and line separators by number
/// (`<U+202E>`). Newlines and tabs stay; a carriage return stays only in front of a newline, where it does nothing.
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

    /// The same on a single line: newlines and tabs become spaces.
    package static func visibleLine(_ text: String) -> String {
        if text.isPlainLine { return text }
        return visible(
            String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { "\n\r\t".unicodeScalars.contains($0) ? " " : $0 })))
    }

    /// Adds UTF-8 text in its visible form.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to shown: inout [UInt8]) {
        var position = 0
        while position < bytes.count {
            let end = firstUnfit(in: bytes, from: position)
            shown.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
            guard end < bytes.count else { return }
            let (value, length) = scalar(in: bytes, at: end)
            let precedesNewline = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "\n")
            if value != 0x0D || !precedesNewline { append(formOf: value, to: &shown) }
            position = end + length
        }
    }

    /// Where the first character stands that must not reach a terminal.
    private static func firstUnfit(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            // The bytes that such characters begin with; nearly all text has none of them.
            if byte < 0x20 || byte == 0x7F || byte >= 0xC2 {
                let isSuspect =
                    switch byte {
                    case 0x09, 0x0A: false
                    case 0...0x1F, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF: true
                    default: false
                    }
                if isSuspect, drivesTerminal(scalar(in: bytes, at: position).value) { return position }
            }
            position += 1
        }
        return bytes.count
    }

    private static func drivesTerminal(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    /// The character at a position of valid UTF-8, and how many bytes it takes; only those of up to three.
    private static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (value: UInt32, length: Int) {
        func continuation(_ offset: Int) -> UInt32 {
            position + offset < bytes.count ? UInt32(bytes[position + offset] & 0x3F) : 0
        }
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | continuation(1), 2) }
        return ((first & 0x0F) << 12 | continuation(1) << 6 | continuation(2), 3)
    }

    private static func append(formOf value: UInt32, to shown: inout [UInt8]) {
        if value < 0x80 {
            shown.append(UInt8(ascii: "^"))
            shown.append(UInt8(value) ^ 0x40)
            return
        }
        // None of them has more than four digits.
        shown.append(contentsOf: "<U+".utf8)
        for shift in [12, 8, 4, 0] as [UInt32] {
            let digit = UInt8(value >> shift & 0xF)
            shown.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10))
        }
        shown.append(UInt8(ascii: ">"))
    }
}

extension String {
    /// Whether it is one row as it stands: of ASCII that can be seen, with one space at a time, and only between words. Most texts are,
    /// and to see that costs less than to make them so.
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
