package import Nx1Events
package import ShellInput
package import ShellOutput
import Synchronization

/// The cells of a row, which fill in the places of a line: of its text and of the values of its items. What fills a place is data:
/// nothing in it is read as a part of the line.
///
/// Before the first row a line is read with a filling that only records which columns its places name.
package struct RowFilling: Sendable {
    private let isText: Bool
    private let record: UsedColumns?
    private let cell: @Sendable (String) -> JSONValue?

    /// The cells of a row.
    /// - Parameters:
    ///   - isText: whether cells are texts, as in separated values; `key:={column}` reads them as JSON then.
    ///   - cell: the value in a column; nil if there is no such column.
    package init(isText: Bool, cell: @escaping @Sendable (String) -> JSONValue?) {
        self.isText = isText
        self.cell = cell
        record = nil
    }

    /// A filling that fills in nothing, and records the columns that are named.
    package init(recordingIn record: UsedColumns) {
        isText = true
        self.record = record
        cell = { _ in nil }
    }

    /// Whether places stay as they are, because there is no row yet: values that have some can't be checked.
    package var isRecording: Bool { record != nil }

    /// A text with its places filled in: by the cell, or, if that is empty or `null`, by the default.
    package func filled(_ text: String) -> String { filled(PlacedText(text)) }

    /// A text with its places filled in: by the cell, or, if that is empty or `null`, by the default.
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

    /// A value, in whose strings the places are filled in. Keys stay as they are.
    package func filled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(filled(text))
        case .array(let elements): .array(elements.map(filled))
        case .object(let object): .object(JSONObject(object.map { ($0.key, filled($0.value)) }))
        case .null, .bool, .number: value
        }
    }

    /// An item with its places filled in.
    /// - Throws: ``Complaint`` if `key:={column}` has a cell or a default that is not JSON.
    package func filled(_ item: PlacedItem) throws(Complaint) -> RequestItem {
        switch item.content {
        case .text(let text): RequestItem(key: item.key, value: .string(filled(text)))
        case .json(let value): RequestItem(key: item.key, value: filled(value))
        case .place(let place): RequestItem(key: item.key, value: try value(of: place, for: item.key))
        case .fixed(.value(let value)): RequestItem(key: item.key, value: value)
        case .fixed(.reference(let reference)): RequestItem(key: item.key, reference: reference)
        }
    }

    /// Refuses places in a part of a line that no row can fill in.
    /// - Parameter part: what it is, at the beginning of a sentence: `The name of the crew`.
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

/// The columns that places name, in their order, each once.
package final class UsedColumns: Sendable {
    private let state = Mutex<[String]>([])

    /// No columns yet.
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
