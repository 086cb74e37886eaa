import Nx1Events
import ShellText

/// A row, or the problem found in its place.
package typealias RowFinding = Result<Row, RowProblem>

/// Decodes bytes, in chunks of any size, into rows.
///
/// Each byte is processed a constant number of times. Memory is bounded by a chunk and a row, except that a JSON
/// object containing a table is held as a whole.
package struct RowDecoder: Sendable {
    /// The default limit of a row's size in bytes: 16 MiB.
    package static let defaultLimit = 16 << 20

    private let limit: Int
    /// Nil until the form is detected.
    private var decoder: (any RowDecoding)?
    /// The bytes received before the form was detected.
    private var beginning: [UInt8] = []
    /// Whether they contain more than line breaks.
    private var hasText = false

    /// - Parameters:
    ///   - form: nil to detect it by the first line: tabs, a JSON list, a JSON object or commas.
    ///   - limit: the maximum size of a row, in bytes.
    package init(_ form: RowForm?, limit: Int = defaultLimit) {
        self.limit = limit
        decoder = form.map { Self.decoder(of: $0, limit: limit) }
    }

    /// The columns of all rows, if known; nil also if each row has its own.
    package var columns: RowColumns? { decoder?.columns }

    /// Whether an error makes it impossible to read on.
    package var isOver: Bool { decoder?.isOver ?? false }

    /// The rows that these bytes complete, and the problems between them, in order.
    package mutating func decode(_ bytes: [UInt8]) -> [RowFinding] {
        var found: [RowFinding] = []
        if decoder == nil {
            beginning += bytes
            guard beginning.count > limit || completesLine(bytes) else { return [] }
            begin(&found)
        } else {
            decoder?.decode(bytes, into: &found)
        }
        return found
    }

    /// The findings that the end of the input completes.
    package mutating func finish() -> [RowFinding] {
        var found: [RowFinding] = []
        if decoder == nil { begin(&found) }
        decoder?.finish(into: &found)
        return found
    }

    private mutating func begin(_ found: inout [RowFinding]) {
        decoder = Self.decoder(of: RowForm(beginning: beginning), limit: limit)
        decoder?.decode(beginning, into: &found)
        beginning = []
    }

    private static func decoder(of form: RowForm, limit: Int) -> any RowDecoding {
        switch form {
        case .separated(let form): SeparatedRowDecoder(form, limit: limit)
        case .jsonLines: JSONLineRowDecoder(limit: limit)
        case .json: JSONDocumentRowDecoder(limit: limit)
        }
    }

    /// Whether the first non-blank line ends in these bytes.
    private mutating func completesLine(_ bytes: [UInt8]) -> Bool {
        for byte in bytes {
            if !hasText {
                hasText = !byte.isLineBreakOrMark
            } else if byte == 0x0A || byte == 0x0D {
                return true
            }
        }
        return false
    }
}

/// A decoder of one form.
protocol RowDecoding: Sendable {
    var columns: RowColumns? { get }
    var isOver: Bool { get }
    mutating func decode(_ bytes: [UInt8], into found: inout [RowFinding])
    mutating func finish(into found: inout [RowFinding])
}

extension RowForm {
    /// Detects the form by the first non-blank line. A complete object on it is a JSON line, unless it is itself a
    /// table.
    init(beginning bytes: [UInt8]) {
        let line = bytes.drop { $0.isLineBreakOrMark }.prefix { $0 != 0x0A && $0 != 0x0D }
        switch line.first(where: { $0 != 0x20 && $0 != 0x09 }) {
        case UInt8(ascii: "["): self = .json
        case UInt8(ascii: "{"):
            let value = try? JSONValue(parsing: line)
            self = value == nil || value?["columns"]?.array != nil ? .json : .jsonLines
        default: self = .separated(line.contains(0x09) ? .tabs : .commas)
        }
    }
}

extension UInt8 {
    /// Whether this byte belongs to a line break or to the byte order mark.
    fileprivate var isLineBreakOrMark: Bool { [0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(self) }
}
