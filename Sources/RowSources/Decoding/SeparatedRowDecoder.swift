import Nx1Events
import ShellText

/// Decodes the rows of separated values, whose first record is the header. White space around column names is
/// ignored.
struct SeparatedRowDecoder: RowDecoding {
    private var decoder: SeparatedValuesDecoder
    private let form: SeparatedValues.Form
    private let limit: Int
    private(set) var columns: RowColumns?
    private(set) var isOver = false
    private var count = 0
    private var isEmpty = true

    init(_ form: SeparatedValues.Form, limit: Int) {
        self.form = form
        self.limit = limit
        decoder = SeparatedValuesDecoder(form, isStrict: true, limit: limit)
    }

    mutating func decode(_ bytes: [UInt8], into found: inout [RowFinding]) {
        if isOver { return }
        if !bytes.isEmpty { isEmpty = false }
        var records: [SeparatedValuesDecoder.Record] = []
        decoder.decode(bytes) { records.append($0) }
        add(records, to: &found)
        if decoder.isOver { isOver = true }
    }

    mutating func finish(into found: inout [RowFinding]) {
        if isOver { return }
        var records: [SeparatedValuesDecoder.Record] = []
        decoder.finish { records.append($0) }
        add(records, to: &found)
        if columns == nil, !isOver {
            found.append(.failure(isEmpty ? .empty : RowProblem(.input, "has no header")))
        }
        isOver = true
    }

    private mutating func add(
        _ records: [SeparatedValuesDecoder.Record], to found: inout [RowFinding]
    ) {
        found.reserveCapacity(found.count + records.count)
        for record in records where !isOver {
            if let columns {
                count += 1
                found.append(row(record, columns))
            } else {
                readHeader(record, into: &found)
            }
        }
    }

    private func row(_ record: SeparatedValuesDecoder.Record, _ columns: RowColumns) -> RowFinding {
        if let fault = record.fault {
            return .failure(problem(fault, .row(count, line: record.line), record))
        }
        guard record.fieldCount == columns.names.count else {
            let values = record.fieldCount == 1 ? "1 value" : "\(record.fieldCount) values"
            return .failure(
                RowProblem(
                    .row(count, line: record.line),
                    "has \(values), but the header has \(columns.names.count)"))
        }
        return .success(
            Row(
                columns: columns, values: record.fields, ordinal: count, line: record.line, isText: true))
    }

    private mutating func readHeader(
        _ record: SeparatedValuesDecoder.Record, into found: inout [RowFinding]
    ) {
        let place = RowProblem.Place.header(line: record.line)
        if let fault = record.fault {
            found.append(.failure(problem(fault, place, record)))
        } else if record.fieldCount > record.fields.count {
            found.append(
                .failure(
                    RowProblem(
                        place,
                        "has \(record.fieldCount) columns, more than \(SeparatedValuesDecoder.mostFields)")))
        } else {
            do throws(RowColumns.Flaw) {
                columns = try RowColumns(record.fields.map { ($0.string ?? "").trimmed })
                return
            } catch {
                found.append(.failure(RowProblem(place, error)))
            }
        }
        isOver = true
    }

    private func problem(
        _ fault: SeparatedValuesDecoder.Fault, _ place: RowProblem.Place,
        _ record: SeparatedValuesDecoder.Record
    ) -> RowProblem {
        // A row may span several lines.
        let line = fault.line == record.line ? "" : " in line \(fault.line)"
        return switch fault.kind {
        case .strayQuote:
            RowProblem(
                place,
                "has a quote\(line) inside an unquoted field; quote the field and double the quote")
        case .textAfterQuote:
            RowProblem(
                place, "has text\(line) after a closing quote; to include a quote in the value, double it")
        case .unclosedQuote: RowProblem(place, "has a quote\(line) that is never closed")
        case .invalidUTF8: RowProblem(place, "isn't valid UTF-8\(line)")
        case .nul: RowProblem(place, "has a NUL byte\(line)")
        case .utf16: .utf16
        case .tooLong:
            RowProblem(
                place,
                "is longer than \(ByteCount(limit))"
                    + (form == .commas ? ", perhaps because a quote is never closed" : ""))
        }
    }
}
