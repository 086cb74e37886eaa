import Nx1Events

/// Parses the value of an item whose head is known.
package struct RequestItemReader {
    /// The item from its first byte, and whatever follows it.
    package let item: ArraySlice<UInt8>
    package let head: RequestItemHead
    package let files: InputFiles

    package init(item: ArraySlice<UInt8>, head: RequestItemHead, files: InputFiles) {
        self.item = item
        self.head = head
        self.files = files
    }

    /// The item with these bytes as its value or path.
    func item(value: ArraySlice<UInt8>) throws(RequestItemError) -> RequestItem {
        switch head.sign {
        case .text: return RequestItem(key: head.key, value: .string(String(decoding: value, as: UTF8.self)))
        case .json:
            let (json, end) = try json(at: value)
            if let more = value[end...].firstIndex(where: { !$0.isBlankInWords }) {
                throw trailingJSON(at: more, until: value.endIndex)
            }
            return RequestItem(key: head.key, value: json)
        case .textFile, .jsonFile: return try item(path: String(decoding: value, as: UTF8.self))
        }
    }

    /// The item whose value is a word, and where it ends.
    package func nextValue() throws(RequestItemError) -> (item: RequestItem, end: Int) {
        let rest = item[head.end...]
        if head.sign == .json {
            let (json, end) = try json(at: rest)
            guard isWordEnd(end) else { throw trailingJSON(at: end, until: wordEnd(from: end)) }
            return (RequestItem(key: head.key, value: json), end)
        }
        let (word, end) = try word(at: rest)
        return (try item(value: word[...]), end)
    }
}

extension RequestItemReader {
    /// The word at the beginning of the bytes, without its quotes.
    /// - Parameter holdsPlaces: whether spaces inside a placeholder belong to the word, as they do inside quotes.
    func word(
        at bytes: ArraySlice<UInt8>, holdsPlaces: Bool = false
    ) throws(RequestItemError) -> (word: [UInt8], end: Int) {
        guard let quote = bytes.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let end = holdsPlaces ? placedWordEnd(from: bytes.startIndex) : wordEnd(from: bytes.startIndex)
            return (Array(bytes[..<end]), end)
        }
        let escape = quote == UInt8(ascii: "\"") ? UInt8(ascii: "\\") : nil
        var word: [UInt8] = []
        var index = bytes.startIndex + 1
        while index < bytes.endIndex, bytes[index] != quote {
            let next = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
            if bytes[index] == escape, next == quote || next == escape { index += 1 }
            word.append(bytes[index])
            index += 1
        }
        guard index < bytes.endIndex else {
            throw error(.openQuote(column: column(of: bytes.startIndex)), until: bytes.endIndex)
        }
        guard isWordEnd(index + 1) else { throw trailing(at: index + 1, until: wordEnd(from: index)) }
        return (word, index + 1)
    }

    private func json(at bytes: ArraySlice<UInt8>) throws(RequestItemError) -> (value: JSONValue, end: Int) {
        do {
            let (value, count) = try JSONValue.parsePrefix(of: bytes)
            return (value, bytes.startIndex + count)
        } catch {
            let end = min(bytes.startIndex + error.offset, item.endIndex)
            throw self.error(.badJSON(error.reason, column: column(of: end)), until: wordEnd(from: end))
        }
    }

    private func item(path: String) throws(RequestItemError) -> RequestItem {
        let form = head.sign == .jsonFile ? InputReference.Form.json : .text
        if let reference = InputReference(path: path, as: form, isMissing: false) {
            return RequestItem(key: head.key, reference: reference)
        }
        let bytes: [UInt8]
        do {
            bytes = try files.bytes(at: path)
        } catch {
            if let reference = InputReference(path: path, as: form, isMissing: error.isMissing) {
                return RequestItem(key: head.key, reference: reference)
            }
            throw RequestItemError(item: written(until: head.end) + path, reason: .unreadable(error))
        }
        let content = bytes.starts(with: LineScan.mark) ? bytes[LineScan.mark.count...] : bytes[...]
        return RequestItem(key: head.key, value: try value(inFile: content, path: path))
    }

    private func value(inFile bytes: ArraySlice<UInt8>, path: String) throws(RequestItemError) -> JSONValue {
        let written = written(until: head.end) + path
        if head.sign == .textFile {
            if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
            throw RequestItemError(item: written, reason: .notText(path: path))
        }
        do {
            return try JSONValue(parsing: Array(bytes))
        } catch {
            let reason = RequestItemError.Reason.badJSONFile(
                error.reason, path: path, line: error.line, column: error.column)
            throw RequestItemError(item: written, reason: reason)
        }
    }
}

extension RequestItemReader {
    private func wordEnd(from start: Int) -> Int {
        item[start...].firstIndex(where: \.isBlankInWords) ?? item.endIndex
    }

    func isWordEnd(_ index: Int) -> Bool {
        index >= item.endIndex || item[index].isBlankInWords
    }

    func written(until end: Int) -> String {
        String(decoding: item[..<end], as: UTF8.self)
    }

    /// The column of a byte within the item, in characters, starting at 1.
    private func column(of index: Int) -> Int {
        written(until: index).count + 1
    }

    private func error(_ reason: RequestItemError.Reason, until end: Int) -> RequestItemError {
        RequestItemError(item: written(until: end), reason: reason)
    }

    private func trailingJSON(at index: Int, until end: Int) -> RequestItemError {
        error(.badJSON("unexpected text after the value", column: column(of: index)), until: end)
    }

    private func trailing(at index: Int, until end: Int) -> RequestItemError {
        error(.trailing(column: column(of: index)), until: end)
    }
}
