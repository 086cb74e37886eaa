package import Nx1Events

/// A request item of a line that runs for each row: its value may contain placeholders.
package struct PlacedItem: Sendable {
    /// The content of an item.
    package enum Content: Sendable {
        /// The text of `key=text`.
        case text(PlacedText)
        /// The placeholder that is the whole value in `key:={name}`.
        case place(PlacedText.Place)
        /// The JSON of `key:=json`, whose strings may contain placeholders.
        case json(JSONValue)
        /// The content of a file, or something that is read later. It has no placeholders, whatever it contains.
        case fixed(RequestItem.Content)
    }

    /// The name of the input.
    package let key: String
    package let content: Content
}

extension PlacedItem {
    /// Rejects words such as `{name}=text`, which look like items.
    static func refusePlacedKey(_ bytes: ArraySlice<UInt8>) throws(RequestItemError) {
        guard let end = PlacedText.placeEnd(in: bytes, at: bytes.startIndex) else { return }
        let sign = bytes[end...].first == UInt8(ascii: ":") ? bytes[end...].dropFirst() : bytes[end...]
        guard sign.first == UInt8(ascii: "="), sign.dropFirst().first != UInt8(ascii: "=") else { return }
        let rest = bytes[end...].prefix { !$0.isBlankInWords }
        let word = String(decoding: bytes[..<rest.endIndex], as: UTF8.self)
        throw RequestItemError(item: word, reason: .placeInKey)
    }
}

extension RequestItemReader {
    /// The item whose value is a word that may contain placeholders, and where it ends.
    func nextPlacedValue() throws(RequestItemError) -> (item: PlacedItem, end: Int) {
        let value = item[head.end...]
        switch head.sign {
        case .text:
            let (word, end) = try word(at: value, holdsPlaces: true)
            return (placed(.text(PlacedText(String(decoding: word, as: UTF8.self)))), end)
        case .json:
            if let end = PlacedText.placeEnd(in: item, at: head.end), isWordEnd(end),
                let place = PlacedText(String(decoding: value[..<end], as: UTF8.self)).onlyPlace
            {
                return (placed(.place(place)), end)
            }
            let (item, end) = try nextValue()
            guard case .value(let json) = item.content else { return (placed(.fixed(item.content)), end) }
            return (placed(.json(json)), end)
        case .textFile, .jsonFile:
            let (path, pathEnd) = try word(at: value, holdsPlaces: true)
            guard PlacedText(String(decoding: path, as: UTF8.self)).places.isEmpty else {
                throw RequestItemError(item: written(until: pathEnd), reason: .placeInPath)
            }
            let (item, end) = try nextValue()
            return (placed(.fixed(item.content)), end)
        }
    }

    private func placed(_ content: PlacedItem.Content) -> PlacedItem {
        PlacedItem(key: head.key, content: content)
    }

    /// The end of a word whose placeholders may contain spaces.
    func placedWordEnd(from start: Int) -> Int {
        var index = start
        while index < item.endIndex, !item[index].isBlankInWords {
            index = PlacedText.placeEnd(in: item, at: index) ?? index + 1
        }
        return index
    }
}

extension PlacedText {
    /// The end of the placeholder that starts at `start`; nil if none does.
    fileprivate static func placeEnd(in bytes: ArraySlice<UInt8>, at start: Int) -> Int? {
        guard start < bytes.endIndex, bytes[start] == UInt8(ascii: "{") else { return nil }
        let end = bytes[(start + 1)...].firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
        guard let end, bytes[end] == UInt8(ascii: "}") else { return nil }
        let text = String(decoding: bytes[start...end], as: UTF8.self)
        return PlacedText(text).onlyPlace == nil ? nil : end + 1
    }
}
