@testable import Nx1Events

/// Properties of any bytes as JSON: values survive a round trip, and all parsers agree.
func checkJSON(_ bytes: ArraySlice<UInt8>, cut: Int) {
    let text = Array(bytes)
    do throws(JSONSyntaxError) {
        let value = try JSONValue(parsing: text)
        let written = Array(value.serialized().utf8)
        promise((try? JSONValue(parsing: written)) == value, "a value survives a round trip")
        promise(Array(value.description.utf8) == written, "a value's description is its compact form")
        let indented = value.serialized(.indented)
        promise(
            (try? JSONValue(parsing: indented)) == value, "a value survives a round trip with indentation")
        promise(
            (try? JSONValue(parsing: indented))?.serialized().utf8.elementsEqual(written) == true,
            "a round trip with indentation preserves every byte")
        promise(JSONReading(text) == .whole, "valid JSON is recognized as complete")
        checkPrefix(written, of: value, cut: cut)
        checkOutline(text, of: value)
    } catch {
        promise((0...text.count).contains(error.offset), "an error's position is in the text")
        promise(
            error.line >= 1 && error.column >= 1 && !error.reason.isEmpty,
            "an error has a line, a column and a reason")
        promise(JSONReading(text) != .whole, "invalid JSON isn't recognized as complete")
        promise((try? JSONOutline.text(of: text)) == nil, "invalid JSON has no outline")
        promise((try? EventDocument(text)) == nil, "invalid JSON is not a document")
    }
}

private func checkPrefix(_ written: [UInt8], of value: JSONValue, cut: Int) {
    let prefix = try? JSONValue.parsePrefix(of: written + Array(" x".utf8))
    promise(
        prefix?.value == value && prefix?.bytesConsumed == written.count,
        "bytes after a value aren't consumed"
    )
    if value.string == nil, value.array == nil, value.object == nil { return }
    let part = written.prefix(1 + cut % written.count)
    if part.count < written.count {
        promise(
            [.beginning, .openToken].contains(JSONReading(part)), "truncated JSON is recognized as incomplete"
        )
    }
}

private func checkOutline(_ text: [UInt8], of value: JSONValue) {
    do throws(JSONSyntaxError) {
        let range = try JSONOutline.text(of: text)
        promise(try JSONValue(parsing: text[range]) == value, "the outline covers the whole value")
        promise(try JSONOutline.texts(in: text).count == 1, "one value has one outline")
        switch value {
        case .array(let elements):
            let parts = try JSONOutline.elements(of: text, at: range)
            promise(
                try parts.map { part throws(JSONSyntaxError) in try JSONValue(parsing: text[part]) }
                    == elements, "the outline has the elements of an array")
        case .object(let object):
            let parts = try JSONOutline.members(of: text, at: range)
            promise(parts.map(\.key) == object.keys, "the outline has the keys of an object")
            promise(
                try parts.map { part throws(JSONSyntaxError) in try JSONValue(parsing: text[part.value]) }
                    == object.map(\.value), "the outline has the values of an object")
        case .number(let number):
            promise(
                JSONNumber(literal: number.literal) == number, "a number equals the number of its literal")
            if let int = number.int {
                promise(number.double == Double(int), "a number has the same value as an Int and as a Double")
            }
        case .null, .bool, .string: break
        }
        for element in try EventDocument(text).elements {
            _ = try JSONValue(parsing: text[element])
        }
    } catch {
        promise(false, "the parts of valid JSON can be parsed: \(error)")
    }
}
