/// Scans a JSON list byte by byte, from element to element. Looks only for the ends of elements.
struct JSONListScan: Sendable {
    enum Place: Sendable {
        /// After the opening bracket, or the comma after an element.
        case beforeElement(isFirst: Bool)
        case element
        case afterElement
        case afterList
    }

    enum Step: Sendable {
        /// All bytes have been scanned.
        case end
        /// An element, from ``elementStart`` to ``position``.
        case element
        /// What is wrong between elements, as the end of a sentence.
        case fault(String)
    }

    private(set) var place = Place.beforeElement(isFirst: true)
    private(set) var position = 0
    private(set) var elementStart = 0
    private(set) var elementLine = 1
    private(set) var line: Int
    private var depth = 0
    private var isQuoted = false
    private var isEscaped = false

    /// - Parameter line: the line of the opening bracket.
    init(line: Int) {
        self.line = line
    }

    /// Adjusts the positions after bytes were removed from the front.
    mutating func move(by count: Int) {
        position -= count
        elementStart -= count
    }

    /// The start of the bytes that are still needed.
    var firstNeeded: Int {
        if case .element = place { elementStart } else { position }
    }

    mutating func step(_ bytes: UnsafeBufferPointer<UInt8>) -> Step {
        while position < bytes.count {
            let byte = bytes[position]
            if case .element = place {
                if stepElement(byte) { return .element }
                continue
            }
            switch byte {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default:
                if let fault = stepBetween(byte) { return .fault(fault) }
                continue
            }
            position += 1
        }
        return .end
    }

    private mutating func stepBetween(_ byte: UInt8) -> String? {
        switch (place, byte) {
        case (.beforeElement(isFirst: true), UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")):
            place = .afterList
        case (.beforeElement, UInt8(ascii: "]")): return "has a comma before the closing bracket"
        case (.beforeElement, UInt8(ascii: ",")), (.beforeElement, UInt8(ascii: "}")):
            return "has no value where one is expected"
        case (.beforeElement, _):
            (place, elementStart, elementLine, depth) = (.element, position, line, 0)
            return nil
        case (.afterElement, UInt8(ascii: ",")): place = .beforeElement(isFirst: false)
        case (.afterElement, _): return "has no comma or ] after an element of the list"
        default: return "has text after the end of the list"
        }
        position += 1
        return nil
    }

    /// - Returns: whether the element has ended before ``position``.
    private mutating func stepElement(_ byte: UInt8) -> Bool {
        if isQuoted {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = false
                if depth == 0 { return end(including: true) }
            }
        } else {
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return end(including: false) }
                depth -= 1
                if depth == 0 { return end(including: true) }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0D, 0x0A:
                if depth == 0 { return end(including: false) }
            default: break
            }
        }
        if byte == 0x0A { line += 1 }
        position += 1
        return false
    }

    private mutating func end(including isIncluded: Bool) -> Bool {
        if isIncluded { position += 1 }
        place = .afterElement
        return true
    }
}
