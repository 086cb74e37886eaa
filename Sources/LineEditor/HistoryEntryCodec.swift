/// Encodes a history entry as one line of a file, and decodes it: backslash, newline, carriage return and NUL are
/// escaped.
enum HistoryEntryCodec {
    /// The line for an entry, without its final newline.
    static func line(for entry: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in entry.unicodeScalars {
            switch scalar {
            case "\\": line.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": line.append(contentsOf: "\\n".unicodeScalars)
            case "\r": line.append(contentsOf: "\\r".unicodeScalars)
            case "\0": line.append(contentsOf: "\\0".unicodeScalars)
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    /// The entry in a line. Unknown escapes stay as they are, because people may edit the file.
    static func entry(of line: some StringProtocol) -> String {
        guard line.utf8.contains(UInt8(ascii: "\\")) else { return String(line) }
        var entry = String.UnicodeScalarView()
        var scalars = line.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                entry.append(scalar)
                continue
            }
            switch scalars.next() {
            case "\\": entry.append("\\")
            case "n": entry.append("\n")
            case "r": entry.append("\r")
            case "0": entry.append("\0")
            case let other:
                entry.append("\\")
                if let other { entry.append(other) }
            }
        }
        return String(entry)
    }
}
