/// Extracts the text of a bracketed paste from the bytes that the terminal sends while a line is edited.
enum PastedText {
    /// The sequence that ends a paste.
    static let end = Array("\u{1B}[201~".utf8)

    /// The rows as they were copied, without final newlines: pasting must never submit.
    ///
    /// The terminal is in the state that ``Terminal`` explains: a pasted CR (which terminals send for a newline) is
    /// read as LF, and a pasted LF as CR, so CR LF is read as LF CR. NULs are removed, because libedit's texts end
    /// with one.
    static func text(of bytes: some Collection<UInt8>) -> String {
        var rows: [UInt8] = []
        rows.reserveCapacity(bytes.count)
        var afterLineFeed = false
        for byte in bytes {
            switch byte {
            case 0x0A: rows.append(0x0A)
            case 0x0D where afterLineFeed: break
            case 0x0D: rows.append(0x0A)
            case 0: break
            default: rows.append(byte)
            }
            afterLineFeed = byte == 0x0A
        }
        while rows.last == 0x0A { rows.removeLast() }
        return String(decoding: rows, as: UTF8.self)
    }
}
