import Nx1Events
import ShellText

/// A row, or what is wrong where there should be one.
package typealias RowFinding = Result<Row, RowProblem>

/// Turns bytes, in chunks of any size, into rows.
///
/// Each byte is looked at a fixed number of times. No more than a chunk and a row are held, except of a JSON object with a table in it,
/// which is held whole.
package struct RowDecoder: Sendable {
    /// The most bytes of a row unless another limit is given: 16 MiB.
    package static let defaultLimit = 16 << 20

    private let limit: Int
    /// Nil until the form is known.
    private var decoder: (any RowDecoding)?
    /// What came before the form was known.
    private var beginning: [UInt8] = []
    /// Whether some of it is more than line breaks.
    private var hasText = false

    /// - Parameters:
    ///   - form: nil to go by the first line: tabs, a JSON list, a JSON object or commas.
    ///   - limit: the most bytes of a row.
    package init(_ form: RowForm?, limit: Int = defaultLimit) {
        self.limit = limit
        decoder = form.map { Self.decoder(of: $0, limit: limit) }
    }

    /// The columns of all rows, if they are known; nil also where each row has its own.
    package var columns: RowColumns? { decoder?.columns }

    /// Whether nothing more of this input is read, because what went wrong makes that impossible.
    package var isOver: Bool { decoder?.isOver ?? false }

    /// The rows that these bytes complete, in order, and what is wrong between them.
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

    /// What the end of the input completes.
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

    /// Whether the first line that isn't blank ends in these bytes.
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
    /// The form by the first line that isn't blank. An object that is complete in it is a JSON line, unless it is a table itself.
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
    /// Whether this is a byte of a line break or of the byte-order mark.
    fileprivate var isLineBreakOrMark: Bool { [0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(self) }
}
