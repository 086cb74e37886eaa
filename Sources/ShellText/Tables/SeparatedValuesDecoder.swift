package import Nx1Events

/// Turns bytes, in chunks of any size, into records of fields: with commas or semicolons (RFC 4180), or with tabs.
///
/// A byte-order mark is ignored, a record ends with LF, CR LF or CR, and blank lines are skipped. With commas, a field may be quoted
/// and then hold separators and line breaks. If the first record has semicolons and no comma, as spreadsheets write it where the
/// comma is the decimal separator, semicolons separate. With tabs there are no quotes: `\t`, `\n`, `\r` and `\\` are what
/// ``SeparatedValues`` writes them for.
///
/// Each byte is looked at a fixed number of times, and no more than one chunk and one record are held.
package struct SeparatedValuesDecoder: Sendable {
    /// A record, and what is wrong with it.
    package struct Record: Sendable, Equatable {
        /// Its fields as strings, as many as the first record has at most; incomplete if there is a fault.
        package let fields: [JSONValue]
        /// How many fields it has.
        package let fieldCount: Int
        /// The line where it begins, from 1.
        package let line: Int
        /// What is wrong, the first of several.
        package let fault: Fault?
    }

    /// Why a record can't be read.
    package struct Fault: Error, Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// A quote inside a field that doesn't begin with one.
            case strayQuote
            /// Something other than a separator follows a closing quote.
            case textAfterQuote
            /// The input ends inside quotes.
            case unclosedQuote
            case invalidUTF8
            case nul
            /// The input is UTF-16 text; none of it is read.
            case utf16
            /// The record has more bytes than the limit; nothing after it is read.
            case tooLong
        }

        package let kind: Kind
        /// The line, from 1.
        package let line: Int
    }

    /// Of a record, so many fields are kept at most; the others are counted.
    package static let mostFields = 100_000

    private enum Stage {
        /// Before the byte-order mark, if there is one.
        case beginning
        case choosing(SeparatorChoice)
        case reading
    }

    private var stage = Stage.beginning
    private let limit: Int
    /// The bytes from the beginning of the current field on.
    private var buffer: [UInt8] = []
    /// Where the current record begins in the buffer; negative for what is no longer in it.
    private var recordStart = 0
    /// Whether nothing more of this input is read.
    package private(set) var isOver = false
    var scan: SeparatedValuesScan

    /// - Parameters:
    ///   - isStrict: whether NUL bytes, and quotes in fields that don't begin with one, are faults.
    ///   - limit: the most bytes of one record.
    package init(_ form: SeparatedValues.Form, isStrict: Bool, limit: Int = .max) {
        self.limit = limit
        scan = SeparatedValuesScan(form, isStrict: isStrict)
    }

    /// Hands on the records that these bytes complete, in order.
    package mutating func decode(_ bytes: some Sequence<UInt8>, _ body: (Record) -> Void) {
        if isOver { return }
        buffer.append(contentsOf: bytes)
        work(isEnd: false, body)
        if !isOver, !scan.isBetweenRecords || scan.position < buffer.count, buffer.count - recordStart > limit
        {
            stop(for: .tooLong, body)
        }
        if isOver { buffer = [] }
    }

    /// Hands on the last record, if no line break has ended it.
    package mutating func finish(_ body: (Record) -> Void) {
        if isOver { return }
        work(isEnd: true, body)
        if isOver { return }
        isOver = true
        let isLast = buffer.withUnsafeBufferPointer { scan.finish($0) }
        if isLast { body(scan.endRecord()) }
        buffer = []
    }

    private mutating func stop(for kind: Fault.Kind, _ body: (Record) -> Void) {
        isOver = true
        scan.fault = Fault(kind: kind, line: scan.recordLine)
        body(scan.endRecord())
    }

    private mutating func work(isEnd: Bool, _ body: (Record) -> Void) {
        // The bytes are taken out while they are looked at, as that changes what is around them.
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        bytes.withUnsafeBufferPointer { bytes in
            guard begin(bytes, isEnd: isEnd, body) else { return }
            while scan.position < bytes.count {
                let wasBetweenRecords = scan.isBetweenRecords
                if wasBetweenRecords { recordStart = scan.position }
                guard scan.step(bytes) else { continue }
                guard scan.position - recordStart <= limit else { return stop(for: .tooLong, body) }
                body(scan.endRecord())
            }
        }
        let start = scan.fieldStart
        if start > 0 {
            bytes.removeFirst(start)
            recordStart -= start
            scan.move(by: start)
        }
        swap(&bytes, &buffer)
    }

    /// Skips the byte-order mark and chooses the separator.
    /// - Returns: whether the records can be read now.
    private mutating func begin(
        _ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool, _ body: (Record) -> Void
    ) -> Bool {
        if case .beginning = stage {
            let start = Array(bytes.prefix(3))
            guard start.count == 3 || isEnd else { return false }
            if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
                stop(for: .utf16, body)
                return false
            }
            if start == [0xEF, 0xBB, 0xBF] { scan.skip(3) }
            stage = scan.form == .commas ? .choosing(SeparatorChoice(at: scan.position)) : .reading
        }
        if case .choosing(var choice) = stage {
            guard let separator = choice.separator(in: bytes, isEnd: isEnd) else {
                stage = .choosing(choice)
                return false
            }
            scan.separator = separator
            stage = .reading
        }
        return true
    }
}

/// Finds out what separates the fields of the first record that isn't blank: semicolons if it has some outside of quotes and no comma,
/// else commas.
struct SeparatorChoice: Sendable {
    private var position: Int
    private var hasText = false
    private var hasSemicolon = false
    private var isQuoted = false
    /// Whether a quote would open a quoted field, or go on with one.
    private var mayOpen = true

    init(at position: Int) { self.position = position }

    /// Nil if more bytes are needed.
    mutating func separator(in bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                (isQuoted, mayOpen) = (!isQuoted && mayOpen, isQuoted)
            } else if !isQuoted {
                switch byte {
                case UInt8(ascii: ","): return byte
                case UInt8(ascii: ";"): hasSemicolon = true
                case 0x0A where hasText, 0x0D where hasText: return chosen
                default: break
                }
                mayOpen = byte == UInt8(ascii: ";") || byte == 0x0A || byte == 0x0D
            }
            hasText = hasText || byte != 0x0A && byte != 0x0D
        }
        return isEnd ? chosen : nil
    }

    private var chosen: UInt8 { UInt8(ascii: hasSemicolon ? ";" : ",") }
}
