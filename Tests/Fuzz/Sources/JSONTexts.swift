@testable import Nx1Events

/// What holds for any bytes as JSON: what is read is what is written, and every part of the reader says the same.
func checkJSON(_ bytes: ArraySlice<UInt8>, cut: Int) {
    let text = Array(bytes)
    do throws(JSONSyntaxError) {
        let value = try JSONValue(parsing: text)
        let written = Array(value.serialized().utf8)
        promise((try? JSONValue(parsing: written)) == value, "what is written reads back")
        promise(Array(value.description.utf8) == written, "a value's description is its compact form")
        let indented = value.serialized(.indented)
        promise((try? JSONValue(parsing: indented)) == value, "what is written with indents reads back")
        promise(
            (try? JSONValue(parsing: indented))?.serialized().utf8.elementsEqual(written) == true,
            "to the byte")
        promise(JSONReading(text) == .whole, "a whole text is known as one")
        checkPrefix(written, of: value, cut: cut)
        checkOutline(text, of: value)
    } catch {
        promise((0...text.count).contains(error.offset), "an error's place is in the text")
        promise(
            error.line >= 1 && error.column >= 1 && !error.reason.isEmpty, "an error names line and column")
        promise(JSONReading(text) != .whole, "what can't be read is no whole text")
        promise((try? JSONOutline.text(of: text)) == nil, "what can't be read has no outline")
        promise((try? EventDocument(text)) == nil, "what can't be read is no document")
    }
}

private func checkPrefix(_ written: [UInt8], of value: JSONValue, cut: Int) {
    let prefix = try? JSONValue.parsePrefix(of: written + Array(" x".utf8))
    promise(
        prefix?.value == value && prefix?.bytesConsumed == written.count, "what follows a value is left alone"
    )
    if value.string == nil, value.array == nil, value.object == nil { return }
    let part = written.prefix(1 + cut % written.count)
    if part.count < written.count {
        promise(
            [.beginning, .openToken].contains(JSONReading(part)), "what is cut off is known as a beginning")
    }
}

private func checkOutline(_ text: [UInt8], of value: JSONValue) {
    do throws(JSONSyntaxError) {
        let range = try JSONOutline.text(of: text)
        promise(try JSONValue(parsing: text[range]) == value, "the outline is the whole text")
        promise(try JSONOutline.texts(in: text).count == 1, "a text is one text")
        switch value {
        case .array(let elements):
            let parts = try JSONOutline.elements(of: text, at: range)
            promise(
                try parts.map { part throws(JSONSyntaxError) in try JSONValue(parsing: text[part]) }
                    == elements, "the elements")
        case .object(let object):
            let parts = try JSONOutline.members(of: text, at: range)
            promise(parts.map(\.key) == object.keys, "the names of the members")
            promise(
                try parts.map { part throws(JSONSyntaxError) in try JSONValue(parsing: text[part.value]) }
                    == object.map(\.value), "the values of the members")
        case .number(let number):
            promise(JSONNumber(literal: number.literal) == number, "a number is its literal")
            if let int = number.int {
                promise(number.double == Double(int), "an integer is the same as a double")
            }
        case .null, .bool, .string: break
        }
        for element in try EventDocument(text).elements {
            _ = try JSONValue(parsing: text[element])
        }
    } catch {
        promise(false, "the parts of a text can be read: \(error)")
    }
}
