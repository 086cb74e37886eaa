public import Nx1Events

/// One input of a run, written `key=text`, `key:=json`, `key=@file` or `key:=@file` (design, "Lines").
///
/// In the place of a file, `-` is standard input, and `%N`, `last`, or the beginning of a correlation id is the answer of a run;
/// a file of that name is written `./-`. A file takes precedence over an id.
///
/// A key has ASCII letters, digits, `_`, `-` and `.`, and begins with a letter or `_`. A `=` right after the first one
/// makes it no item, so `a==b` is text.
public struct RequestItem: Sendable, Equatable {
    /// The name of the input.
    public let key: String
    /// What it holds.
    public let content: Content

    /// What an item holds.
    public enum Content: Sendable, Equatable {
        /// A value.
        case value(JSONValue)
        /// Something that is read when the request is sent.
        case reference(InputReference)
    }

    /// An input by name and value.
    public init(key: String, value: JSONValue) {
        self.key = key
        content = .value(value)
    }

    /// An input by name, whose value is read when the request is sent.
    public init(key: String, reference: InputReference) {
        self.key = key
        content = .reference(reference)
    }

    /// Reads one item that is an argument of its own, as after `--set`: everything behind the sign is the value,
    /// blanks and quotes included.
    /// - Throws: ``RequestItemError`` if it is none, its JSON is wrong, or its file can't be read.
    public static func read(_ argument: String, files: InputFiles) throws(RequestItemError) -> RequestItem {
        let bytes = Array(argument.utf8)
        guard let head = RequestItemHead(bytes[...]) else {
            throw RequestItemError(
                item: argument, reason: RequestItemHead.lacksKey(bytes[...]) ? .noKey : .noItem)
        }
        let reader = RequestItemReader(item: bytes[...], head: head, files: files)
        return try reader.item(value: bytes[head.end...])
    }
}

/// Where the value of an input comes from that isn't known when its line is read.
public struct InputReference: Sendable, Hashable {
    /// The kinds of source.
    public enum Source: Sendable, Hashable {
        /// Standard input, to its end.
        case standardInput
        /// The answer of a run, by the name that somebody gave it.
        case answer(of: String)
        /// The answer of another JSON line, by its `id`.
        case line(JSONValue)
    }

    /// How the value is made of what is read.
    public enum Form: Sendable, Hashable {
        /// Always a text.
        case text
        /// JSON; of an answer in Markdown, its table.
        case json
        /// The answer as it came.
        case asIs
    }

    /// Where it comes from.
    public let source: Source
    /// What is made of it.
    public let form: Form

    package init(_ source: Source, as form: Form) {
        self.source = source
        self.form = form
    }

    /// The reference that a path stands for; nil for the path of a file.
    /// - Parameter isMissing: whether there is no such file.
    init?(path: String, as form: Form, isMissing: Bool) {
        self.form = form
        if path == "-" {
            source = .standardInput
        } else if Self.isRun(path) || isMissing && Self.mayBeID(path) {
            source = .answer(of: path)
        } else {
            return nil
        }
    }

    /// Whether a word names a run of the session, whatever files there are.
    package static func isRun(_ word: String) -> Bool {
        word == "last" || word.utf8.first == UInt8(ascii: "%")
    }

    /// Whether a word can be the beginning of a correlation id: at least four hexadecimal digits.
    package static func mayBeID(_ word: String) -> Bool {
        word.utf8.count >= 4 && word.first?.isHexDigit == true
            && word.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || Character(Unicode.Scalar(byte)).isHexDigit
            }
    }
}

/// What stands before an item's value: the key and the sign.
package struct RequestItemHead {
    /// How the value is written.
    package enum Sign: String {
        case text = "="
        case json = ":="
        case textFile = "=@"
        case jsonFile = ":=@"
    }

    package let key: String
    package let sign: Sign
    /// The index of the first byte of the value.
    package let end: Int

    /// The head at the beginning of the bytes, if they begin with one.
    package init?(_ bytes: ArraySlice<UInt8>) {
        let name = bytes.prefix(while: \.isInKey)
        guard let first = name.first, first.isLetterOrUnderscore else { return nil }
        var rest = bytes[name.endIndex...]
        let isJSON = rest.first == UInt8(ascii: ":")
        if isJSON { rest = rest.dropFirst() }
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "=") { return nil }
        let isFile = rest.first == UInt8(ascii: "@")
        key = String(decoding: name, as: UTF8.self)
        sign = isJSON ? (isFile ? .jsonFile : .json) : (isFile ? .textFile : .text)
        end = isFile ? rest.startIndex + 1 : rest.startIndex
    }

    /// Whether the bytes begin like an item without a key: `=x`, `:=1`.
    static func lacksKey(_ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes.first == UInt8(ascii: ":") ? bytes.dropFirst() : bytes
        guard rest.first == UInt8(ascii: "="), let next = rest.dropFirst().first else { return false }
        return next != UInt8(ascii: "=") && !next.isBlankInWords
    }
}

extension UInt8 {
    package var isBlankInWords: Bool { self == 0x0A || isSpaceOrTab }

    fileprivate var isLetterOrUnderscore: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
    }

    fileprivate var isInKey: Bool {
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
        return isLetterOrUnderscore || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}

/// The request items and the text in a command's arguments.
public enum RequestItems {
    /// Reads `ITEM… TEXT`: the items come first, and the first word that is none, or `--`, begins the text.
    ///
    /// In a word a text or a path may stand in quotes right after `=` or `@`: `"two words"` (where `\"` and `\\`
    /// are `"` and `\`) or `'two words'`. JSON after `:=` ends where the JSON ends. The text is verbatim to the
    /// end without the blanks before it, nil if there is neither one nor `--`; a text that is a `"""` block loses its quotes.
    /// - Throws: ``RequestItemError`` for the first item that makes no sense.
    public static func read(
        from arguments: some StringProtocol, files: InputFiles
    ) throws(RequestItemError) -> (items: [RequestItem], text: String?) {
        try read(Array(arguments.utf8), files: files) { (reader) throws(RequestItemError) in
            try reader.nextValue()
        }
    }

    /// Reads the same of a line whose values may have places.
    /// - Throws: ``RequestItemError``, also if there is a place where none can be.
    package static func readPlaced(
        from arguments: some StringProtocol, files: InputFiles
    ) throws(RequestItemError) -> (items: [PlacedItem], text: String?) {
        try read(Array(arguments.utf8), files: files, refusing: PlacedItem.refusePlacedKey) {
            (reader) throws(RequestItemError) in try reader.nextPlacedValue()
        }
    }

    /// - Parameter refuse: refuses what stands behind the items.
    private static func read<Item>(
        _ bytes: [UInt8], files: InputFiles,
        refusing refuse: (ArraySlice<UInt8>) throws(RequestItemError) -> Void = { _ in },
        next: (RequestItemReader) throws(RequestItemError) -> (item: Item, end: Int)
    ) throws(RequestItemError) -> (items: [Item], text: String?) {
        var rest = bytes[...]
        var items: [Item] = []
        while true {
            rest = rest.drop(while: \.isBlankInWords)
            guard let head = RequestItemHead(rest) else { break }
            let value = try next(RequestItemReader(item: rest, head: head, files: files))
            items.append(value.item)
            rest = rest[value.end...]
        }
        if RequestItemHead.lacksKey(rest) {
            let word = String(decoding: rest.prefix { !$0.isBlankInWords }, as: UTF8.self)
            throw RequestItemError(item: word, reason: .noKey)
        }
        try refuse(rest)
        let isMarked = rest.starts(with: "--".utf8) && rest.dropFirst(2).first?.isBlankInWords != false
        if isMarked {
            rest = rest.dropFirst(2).drop(while: \.isBlankInWords)
        }
        let text = BlockQuote.unquoted(String(decoding: rest, as: UTF8.self))
        return (items, text.isEmpty && !isMarked ? nil : text)
    }
}

/// A request item that makes no sense, or names a file that can't be used.
public struct RequestItemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong. Columns count the characters of the item from 1.
    public enum Reason: Sendable, Equatable {
        /// It has none of the forms of an item.
        case noItem
        /// There is a sign and a value, but no key before them.
        case noKey
        /// The quote that opens here is never closed.
        case openQuote(column: Int)
        /// The value has ended before this column, and something sticks to it.
        case trailing(column: Int)
        /// The value after `:=` isn't JSON, for the reason given.
        case badJSON(String, column: Int)
        /// The file after `:=@` isn't JSON, for the reason given.
        case badJSONFile(String, path: String, line: Int, column: Int)
        /// The file after `=@` isn't UTF-8 text.
        case notText(path: String)
        /// The file can't be read.
        case unreadable(InputFileError)
        /// The key is a place, which only a value can be.
        case placeInKey
        /// The path of the file has a place, which only a value can have.
        case placeInPath
    }

    /// The item as it was written, as far as it was understood.
    public let item: String
    /// What is wrong with it.
    public let reason: Reason

    /// An item as it was written, and what is wrong with it.
    public init(item: String, reason: Reason) {
        self.item = item
        self.reason = reason
    }

    /// One sentence that says what is wrong, where, and what would be right. A long item is cut around the place.
    public var description: String {
        switch reason {
        case .noItem:
            "`\(excerpt(around: 1))` is not a request item: write key=text, key:=json, key=@file or key:=@file."
        case .noKey:
            "`\(excerpt(around: 1))` has no key before the sign: write key=text or key:=json, "
                + "or put `--` before a text that begins so."
        case .openQuote(let column):
            "The quote at column \(column) of `\(excerpt(around: column))` is never closed."
        case .trailing(let column):
            "The value in `\(excerpt(around: column))` ends before column \(column): put a blank there, "
                + "or quotes around the whole value."
        case .badJSON(let why, let column):
            "The JSON in `\(excerpt(around: column))` is wrong at column \(column): \(why)."
        case .badJSONFile(let why, let path, let line, let column):
            "The file `\(path.onOneRow)` for `\(key)` is not JSON: \(why) at line \(line), column \(column)."
        case .notText(let path):
            "The file `\(path.onOneRow)` for `\(key)` is not UTF-8 text, and an input can hold nothing else."
        case .unreadable(let file):
            "The file `\(file.path.onOneRow)` for `\(key)` can't be read: \(file.reason)."
        case .placeInKey:
            "`\(excerpt(around: 1))` has a place for its key. Only values can have places: write key={column}, "
                + "or put `--` before a text that begins so."
        case .placeInPath:
            "`\(excerpt(around: 1))` has a place in the name of a file. Only values can have places."
        }
    }
}

extension RequestItemError {
    private var key: Substring { item.prefix { $0 != "=" && $0 != ":" } }

    /// The item on one row, and of a long one the part around a column.
    private func excerpt(around column: Int) -> String {
        let row = Array(item.onOneRow)
        let reach = 40
        let start = min(row.count, max(0, column - 1 - reach))
        let end = min(row.count, start + 2 * reach)
        return (start > 0 ? "…" : "") + String(row[start..<end]) + (end < row.count ? "…" : "")
    }
}
