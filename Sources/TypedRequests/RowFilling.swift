package import Nx1Events
package import ShellInput
package import ShellOutput
import Synchronization

/// The cells of a row, which fill in the placeholders of a line's text and item values. Cells are data: they are
/// never parsed as part of the line.
///
/// Before the first row, a line is parsed with a filling that only records the columns that its placeholders name.
package struct RowFilling: Sendable {
    private let isText: Bool
    private let record: UsedColumns?
    private let cell: @Sendable (String) -> JSONValue?

    /// Creates a filling from the cells of a row.
    /// - Parameters:
    ///   - isText: whether cells are text, as in separated values; `key:={column}` then parses them as JSON.
    ///   - cell: the value in a column; nil if there is no such column.
    package init(isText: Bool, cell: @escaping @Sendable (String) -> JSONValue?) {
        self.isText = isText
        self.cell = cell
        record = nil
    }

    /// Creates a filling that fills in nothing and records the named columns.
    package init(recordingIn record: UsedColumns) {
        isText = true
        self.record = record
        cell = { _ in nil }
    }

    /// Whether placeholders are kept because there is no row yet. Values that contain some can't be validated.
    package var isRecording: Bool { record != nil }

    /// A text with its placeholders filled in from the cells. An empty or `null` cell gives way to the default.
    package func filled(_ text: String) -> String { filled(PlacedText(text)) }

    /// A text with its placeholders filled in from the cells. An empty or `null` cell gives way to the default.
    package func filled(_ text: PlacedText) -> String {
        if let record {
            record.add(text.places.map(\.name))
            return text.source
        }
        var values: [String: String] = [:]
        for place in text.places {
            let value = cell(place.name) ?? .null
            if place.standard != nil, value.isEmptyCell { continue }
            values[place.name] = value.string ?? (value.isNull ? "" : value.serialized())
        }
        return text.filled(with: values) ?? text.source
    }

    /// A value with the placeholders in its strings filled in. Keys are unchanged.
    package func filled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(filled(text))
        case .array(let elements): .array(elements.map(filled))
        case .object(let object): .object(JSONObject(object.map { ($0.key, filled($0.value)) }))
        case .null, .bool, .number: value
        }
    }

    /// An item with its placeholders filled in.
    /// - Throws: ``Complaint`` if the cell or default of `key:={column}` isn't valid JSON.
    package func filled(_ item: PlacedItem) throws(Complaint) -> RequestItem {
        switch item.content {
        case .text(let text): RequestItem(key: item.key, value: .string(filled(text)))
        case .json(let value): RequestItem(key: item.key, value: filled(value))
        case .place(let place): RequestItem(key: item.key, value: try value(of: place, for: item.key))
        case .fixed(.value(let value)): RequestItem(key: item.key, value: value)
        case .fixed(.reference(let reference)): RequestItem(key: item.key, reference: reference)
        }
    }

    /// Refuses placeholders in a part of a line that a row can't fill in.
    /// - Parameter part: the part, as the start of a sentence: `The name of the crew`.
    /// - Throws: ``Complaint`` if there are any.
    package func refusePlaces(in text: String, of part: String) throws(Complaint) {
        guard let place = PlacedText(text).places.first else { return }
        throw .usage("\(part) can't come from a row: use {\(place.name)} only in a text or a value.")
    }

    private func value(of place: PlacedText.Place, for key: String) throws(Complaint) -> JSONValue {
        record?.add([place.name])
        let value = cell(place.name) ?? .null
        if let standard = place.standard, isRecording || value.isEmptyCell {
            do {
                return try JSONValue(parsing: standard)
            } catch {
                throw .usage("The default of {\(place.name)} for `\(key):=` isn't valid JSON: \(error).")
            }
        }
        guard isText, !isRecording, let text = value.string else { return value }
        guard !text.isBlank else {
            throw .usage(
                "The column `\(place.name)` is empty, but `\(key):=` needs JSON.",
                advice: "Add a default: `\(key):={\(place.name)=null}`.")
        }
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw .usage(
                "The value in the column `\(place.name)` isn't valid JSON, which `\(key):=` needs: \(error).",
                advice: "`\(key)={\(place.name)}` sends it as text.")
        }
    }
}

/// The columns that placeholders name, in order, without duplicates.
package final class UsedColumns: Sendable {
    private let state = Mutex<[String]>([])

    /// Creates an empty list.
    package init() {}

    package var names: [String] { state.withLock(\.self) }

    func add(_ names: [String]) {
        state.withLock { known in
            for name in names where !known.contains(name) { known.append(name) }
        }
    }
}

extension JSONValue {
    /// Whether a cell with this value counts as empty.
    fileprivate var isEmptyCell: Bool { isNull || string?.isEmpty == true }
}
