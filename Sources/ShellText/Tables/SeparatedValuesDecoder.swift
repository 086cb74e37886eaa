package import Nx1Events

/// An incremental decoder for separated values: bytes, in chunks of any size, become records of fields. The separators
/// are commas or semicolons (RFC 4180), or tabs.
///
/// A byte-order mark is ignored, a record ends with LF, CR LF or CR, and blank lines are skipped. With commas, fields
/// may be quoted and then contain separators and line breaks. If the first record has semicolons and no comma, as
/// spreadsheets write it in locales with a decimal comma, semicolons are the separators. With tabs there are no quotes,
/// but the escapes `\t`, `\n`, `\r` and `\\`, as written by ``SeparatedValues``.
///
/// The work per byte is constant, and no more than one chunk and one record are held in memory.
package struct SeparatedValuesDecoder: Sendable {
    /// A record, possibly with a fault.
    package struct Record: Sendable, Equatable {
        /// The fields as strings, at most as many as in the first record; incomplete if there is a fault.
        package let fields: [JSONValue]
        /// The number of fields.
        package let fieldCount: Int
        /// The line where the record starts, from 1.
        package let line: Int
        /// The first fault, if any.
        package let fault: Fault?
    }

    /// The reason why a record can't be decoded.
    package struct Fault: Error, Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// A quote inside an unquoted field.
            case strayQuote
            /// Text after a closing quote.
            case textAfterQuote
            /// The input ends inside quotes.
            case unclosedQuote
            case invalidUTF8
            case nul
            /// The input is UTF-16; none of it is decoded.
            case utf16
            /// The record is larger than the limit; nothing after it is decoded.
            case tooLong
        }

        package let kind: Kind
        /// The line, from 1.
        package let line: Int
    }

    /// The maximum number of fields stored per record. Further ones are only counted.
    package static let mostFields = 100_000

    private enum Stage {
        /// Before a possible byte-order mark.
        case beginning
        case choosing(SeparatorChoice)
        case reading
    }

    private var stage = Stage.beginning
    private let limit: Int
    /// The bytes from the start of the current field on.
    private var buffer: [UInt8] = []
    /// The start of the current record in the buffer; negative if it is no longer there.
    private var recordStart = 0
    /// Whether decoding has ended.
    package private(set) var isOver = false
    var scan: SeparatedValuesScan

    /// - Parameters:
    ///   - isStrict: whether NUL bytes and quotes in unquoted fields are faults.
    ///   - limit: the maximum size of a record, in bytes.
    package init(_ form: SeparatedValues.Form, isStrict: Bool, limit: Int = .max) {
        self.limit = limit
        scan = SeparatedValuesScan(form, isStrict: isStrict)
    }

    /// Decodes bytes, and passes the completed records to `body`.
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

    /// Ends the input, and passes an unterminated last record to `body`.
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
        // Move the buffer out, since scanning mutates the decoder.
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

    /// Skips the byte-order mark, and chooses the separator.
    /// - Returns: whether records can be decoded now.
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

/// Detects the separator from the first nonblank record: semicolons if it has unquoted ones and no comma, otherwise
/// commas.
struct SeparatorChoice: Sendable {
    private var position: Int
    private var hasText = false
    private var hasSemicolon = false
    private var isQuoted = false
    /// Whether a quote would open or continue a quoted field.
    private var mayOpen = true

    init(at position: Int) { self.position = position }

    /// Returns nil if more bytes are needed.
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
