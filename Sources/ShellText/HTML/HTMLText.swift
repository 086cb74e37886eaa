/// HTML built from literal tags and escaped text.
///
/// The names of elements and attributes are literals in the source code. Everything else is escaped, so that untrusted
/// text never becomes a tag or an attribute.
package struct HTMLText: Sendable, Equatable {
    /// The HTML written so far.
    package private(set) var source = ""

    package init() {}

    /// Appends text. Control and bidirectional characters are shown as ``VisibleText`` shows them.
    package mutating func append(_ text: String) {
        source += Self.escaped(VisibleText.visible(text))
    }

    /// Appends a fragment.
    package mutating func append(_ other: HTMLText) { source += other.source }

    /// Appends literal markup, such as a style sheet.
    package mutating func append(markup: StaticString) {
        source += markup.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Opens an element. Attributes whose value is nil are omitted.
    package mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:])
    {
        source += "<\(name)"
        for case (let name, let value?) in attributes {
            source += " \(name)=\"\(Self.escaped(VisibleText.visibleLine(value)))\""
        }
        source += ">"
    }

    /// Closes an element.
    package mutating func close(_ name: StaticString) { source += "</\(name)>" }

    /// Appends an element whose content is written by `write`.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
        _ write: (inout HTMLText) -> Void
    ) {
        open(name, attributes)
        write(&self)
        close(name)
    }

    /// Appends an element that contains a text.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: String
    ) {
        element(name, attributes) { $0.append(text) }
    }

    /// Appends a newline between elements.
    package mutating func endRow() { source += "\n" }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { entity($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 64)
        for byte in text.utf8 {
            if let entity = entity(byte) {
                entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension HTMLText {
    /// The `dir` attribute of an element with this text: `auto` if it has right-to-left letters, else nil.
    package static func direction(of text: String) -> String? {
        let isMixed = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
            default: false
            }
        }
        return isMixed ? "auto" : nil
    }
}
