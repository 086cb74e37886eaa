import Nx1Events

/// Makes rows of JSON objects, each with its own columns. Rows with the same names in the same order share their
/// columns.
struct JSONRows: Sendable {
    private var latest: RowColumns?
    private(set) var count = 0

    /// The row of a JSON text, or what is wrong with it.
    /// - Parameter line: the line where the text starts, from which lines inside it are counted.
    mutating func row(in bytes: UnsafeBufferPointer<UInt8>, line: Int) -> RowFinding {
        count += 1
        let place = RowProblem.Place.row(count, line: line)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            return .failure(RowProblem(place, "isn't valid UTF-8"))
        }
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            let errorLine = error.line == 1 ? "" : " in line \(line + error.line - 1)"
            return .failure(RowProblem(place, "isn't valid JSON\(errorLine): \(error.reason)"))
        }
        return row(of: value, at: place, line: line)
    }

    /// The row of the next value.
    mutating func row(of value: JSONValue) -> RowFinding {
        count += 1
        return row(of: value, at: .row(count, line: nil), line: nil)
    }

    private mutating func row(of value: JSONValue, at place: RowProblem.Place, line: Int?) -> RowFinding {
        guard let object = value.object else { return .failure(RowProblem(place, instead: value)) }
        let names = object.keys
        if latest?.names != names {
            do throws(RowColumns.Flaw) {
                latest = try RowColumns(names)
            } catch {
                return .failure(RowProblem(place, error))
            }
        }
        guard let latest else { return .failure(RowProblem(place, "has no columns")) }
        return .success(Row(columns: latest, values: object.map(\.value), ordinal: count, line: line))
    }
}
