import Nx1Events

/// The byte-by-byte state machine of ``SeparatedValuesDecoder``.
struct SeparatedValuesScan: Sendable {
    private enum Place {
        /// Before a record.
        case start
        case fieldStart
        /// In a field without quotes.
        case plain
        case quoted
        /// After a quote that closes a field, or is the first of a doubled one.
        case quote
        /// Skipping the rest of a malformed record.
        case lost
    }

    let form: SeparatedValues.Form
    private let isStrict: Bool
    var separator: UInt8
    private var place = Place.start
    /// The index of the next byte.
    private(set) var position = 0
    private(set) var fieldStart = 0
    private var line = 1
    private(set) var recordLine = 1
    private var quoteLine = 1
    private var fields: [JSONValue] = []
    private var fieldCount = 0
    /// The number of fields in the first record; nil before its end.
    private var width: Int?
    private var hasEscapes = false
    private var skipsLineFeed = false
    var fault: SeparatedValuesDecoder.Fault?

    private static let quote = UInt8(ascii: "\"")

    init(_ form: SeparatedValues.Form, isStrict: Bool) {
        self.form = form
        self.isStrict = isStrict
        separator = UInt8(ascii: form == .commas ? "," : "\t")
    }

    var isBetweenRecords: Bool { place == .start }

    /// Skips bytes.
    mutating func skip(_ count: Int) {
        position += count
        fieldStart = position
    }

    /// Adjusts the positions after bytes were removed from the front.
    mutating func move(by count: Int) {
        position -= count
        fieldStart -= count
    }

    /// Advances by at least one byte or one state.
    /// - Returns: whether a record has ended.
    mutating func step(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let byte = bytes[position]
        switch place {
        case .start:
            let isLineFeed = byte == 0x0A
            guard isLineFeed || byte == 0x0D else {
                (place, recordLine, skipsLineFeed, fieldStart) = (.fieldStart, line, false, position)
                return false
            }
            if !(isLineFeed && skipsLineFeed) { line += 1 }
            skipsLineFeed = !isLineFeed
            skip(1)
            return false
        case .fieldStart:
            hasEscapes = false
            place = .plain
            if byte == Self.quote, form == .commas {
                (place, quoteLine) = (.quoted, line)
                skip(1)
            }
            return false
        case .plain: return stepPlain(bytes)
        case .quoted: return stepQuoted(bytes)
        case .quote:
            if byte == Self.quote {
                (place, hasEscapes) = (.quoted, true)
                position += 1
                return false
            }
            guard byte == separator || byte == 0x0A || byte == 0x0D else {
                note(.textAfterQuote)
                place = .lost
                return false
            }
            endField(bytes, fieldStart..<(position - 1))
            return endPart(with: byte)
        case .lost:
            if byte == 0x0A || byte == 0x0D { return endPart(with: byte) }
            skip(1)
            return false
        }
    }

    private mutating func stepPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let separator = separator
        var next = position
        while next < bytes.count {
            let byte = bytes[next]
            // All other special bytes are lower.
            if byte > UInt8(ascii: ","), byte != separator, byte != 0x5C {
                next &+= 1
                continue
            }
            if byte == separator || byte == 0x0A || byte == 0x0D {
                position = next
                endField(bytes, fieldStart..<next)
                return endPart(with: byte)
            }
            if byte == 0x5C {
                hasEscapes = form == .tabs
            } else if isStrict, byte == 0 {
                note(.nul)
            } else if isStrict, byte == Self.quote, form == .commas {
                note(.strayQuote)
            }
            next &+= 1
        }
        position = next
        return false
    }

    private mutating func stepQuoted(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var next = position
        while next < bytes.count {
            let byte = bytes[next]
            next &+= 1
            if byte > Self.quote { continue }
            switch byte {
            case Self.quote:
                place = .quote
                position = next
                return false
            case 0x0A:
                let isSecond = next - 1 > fieldStart && bytes[next - 2] == 0x0D
                if !isSecond { line += 1 }
            case 0x0D: line += 1
            case 0 where isStrict: note(.nul)
            default: break
            }
        }
        position = next
        return false
    }

    /// Ends the input.
    /// - Returns: whether that completes a record.
    mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch place {
        case .start: return false
        case .fieldStart, .plain: endField(bytes, fieldStart..<position)
        case .quoted: note(.unclosedQuote)
        case .quote: endField(bytes, fieldStart..<(position - 1))
        case .lost: break
        }
        return true
    }

    /// Returns the completed record, and starts the next one.
    mutating func endRecord() -> SeparatedValuesDecoder.Record {
        defer {
            width = width ?? fieldCount
            fields = []
            fields.reserveCapacity(min(width ?? 0, SeparatedValuesDecoder.mostFields))
            fieldCount = 0
            fault = nil
        }
        return .init(fields: fields, fieldCount: fieldCount, line: recordLine, fault: fault)
    }

    /// Consumes the separator or the line break after a field.
    private mutating func endPart(with byte: UInt8) -> Bool {
        skip(1)
        let endsRecord = byte != separator
        place = endsRecord ? .start : .fieldStart
        if endsRecord {
            line += 1
            skipsLineFeed = byte == 0x0D
        }
        return endsRecord
    }

    private mutating func endField(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        fieldCount += 1
        guard fault == nil, fieldCount <= min(width ?? .max, SeparatedValuesDecoder.mostFields) else {
            return
        }
        let content = UnsafeBufferPointer(rebasing: bytes[range])
        let text: String? =
            switch (hasEscapes, form) {
            case (false, _): Self.text(of: content)
            case (true, .commas): Self.unquoted(content).withUnsafeBufferPointer(Self.text)
            case (true, .tabs): Self.unescaped(content).withUnsafeBufferPointer(Self.text)
            }
        if let text { fields.append(.string(text)) } else { note(.invalidUTF8) }
    }

    private static func text(of content: UnsafeBufferPointer<UInt8>) -> String? {
        // Validation takes three times as long for short text.
        if content.allSatisfy({ $0 < 0x80 }) { return String(decoding: content, as: UTF8.self) }
        return String(validating: content, as: UTF8.self)
    }

    private mutating func note(_ kind: SeparatedValuesDecoder.Fault.Kind) {
        if fault == nil { fault = .init(kind: kind, line: kind == .unclosedQuote ? quoteLine : line) }
    }

    private static func unquoted(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(field.count)
        var isSecond = false
        for byte in field {
            isSecond = byte == quote && !isSecond
            if !isSecond { text.append(byte) }
        }
        return text
    }

    private static func unescaped(_ field: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(field.count)
        var isEscaped = false
        for byte in field {
            guard isEscaped else {
                if byte == 0x5C { isEscaped = true } else { text.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case 0x5C: text.append(0x5C)
            default: text += [0x5C, byte]
            }
        }
        if isEscaped { text.append(0x5C) }
        return text
    }
}
