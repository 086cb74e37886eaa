public import Nx1Events

/// One input of a run, written `key=text`, `key:=json`, `key=@file` or `key:=@file` (design, "Lines").
///
/// Instead of a file, `-` is standard input, and `%N`, `last` or the beginning of a correlation id is the answer of a
/// run. A file with such a name is written `./-`. An existing file takes precedence over an id.
///
/// A key has ASCII letters, digits, `_`, `-` and `.`, and starts with a letter or `_`. A second `=` right after the
/// first makes the word a text, as in `a==b`.
public struct RequestItem: Sendable, Equatable {
    /// The name of the input.
    public let key: String
    /// The value, or where to read it.
    public let content: Content

    /// The value of an item, or where to read it.
    public enum Content: Sendable, Equatable {
        /// A value.
        case value(JSONValue)
        /// A value to be read when the request is sent.
        case reference(InputReference)
    }

    /// Creates an input from its name and value.
    public init(key: String, value: JSONValue) {
        self.key = key
        content = .value(value)
    }

    /// Creates an input whose value is read when the request is sent.
    public init(key: String, reference: InputReference) {
        self.key = key
        content = .reference(reference)
    }

    /// Parses an item that is an argument of its own, as after `--set`: everything after the sign is the value,
    /// spaces and quotes included.
    /// - Throws: ``RequestItemError`` if it isn't an item, its JSON is invalid, or its file can't be read.
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

/// The source of an input whose value isn't known when its line is parsed.
public struct InputReference: Sendable, Hashable {
    /// The kinds of source.
    public enum Source: Sendable, Hashable {
        /// Standard input, read to its end.
        case standardInput
        /// The answer of a run, by the name given in the line.
        case answer(of: String)
        /// The answer of another JSON line, by its `id`.
        case line(JSONValue)
    }

    /// How to turn the source's content into a value.
    public enum Form: Sendable, Hashable {
        /// Always a text.
        case text
        /// JSON; if the answer is Markdown, its table.
        case json
        /// The answer as it came.
        case asIs
    }

    /// The source.
    public let source: Source
    /// How its content becomes a value.
    public let form: Form

    package init(_ source: Source, as form: Form) {
        self.source = source
        self.form = form
    }

    /// The reference that a path stands for; nil if it is the path of a file.
    /// - Parameter isMissing: whether the file doesn't exist.
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

    /// Whether a word always names a run of the session, even if a file has that name.
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

/// The part of an item before its value: the key and the sign.
package struct RequestItemHead {
    /// The sign, which tells how the value is written.
    package enum Sign: String {
        case text = "="
        case json = ":="
        case textFile = "=@"
        case jsonFile = ":=@"
    }

    package let key: String
    package let sign: Sign
    /// The index of the value's first byte.
    package let end: Int

    /// Parses a head at the beginning of the bytes; nil if there is none.
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

    /// Whether the bytes start like an item without a key: `=x`, `:=1`.
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
    /// Parses `ITEM… TEXT`: items come first, and the first word that isn't one, or `--`, starts the text.
    ///
    /// Texts and paths can be quoted right after `=` or `@`: `"two words"` (where `\"` and `\\` are `"` and `\`) or
    /// `'two words'`. JSON after `:=` ends where the JSON ends. The text is taken verbatim, without leading spaces;
    /// it is nil if there is neither a text nor `--`. A text that is a `"""` block loses its quotes.
    /// - Throws: ``RequestItemError`` for the first invalid item.
    public static func read(
        from arguments: some StringProtocol, files: InputFiles
    ) throws(RequestItemError) -> (items: [RequestItem], text: String?) {
        try read(Array(arguments.utf8), files: files) { (reader) throws(RequestItemError) in
            try reader.nextValue()
        }
    }

    /// Parses the same for a line whose values may contain placeholders.
    /// - Throws: ``RequestItemError``, also for a placeholder where none is allowed.
    package static func readPlaced(
        from arguments: some StringProtocol, files: InputFiles
    ) throws(RequestItemError) -> (items: [PlacedItem], text: String?) {
        try read(Array(arguments.utf8), files: files, refusing: PlacedItem.refusePlacedKey) {
            (reader) throws(RequestItemError) in try reader.nextPlacedValue()
        }
    }

    /// - Parameter refuse: throws if the text after the items isn't allowed.
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

/// An invalid request item, or one whose file can't be used.
public struct RequestItemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong. Columns count the item's characters, starting at 1.
    public enum Reason: Sendable, Equatable {
        /// It has none of the forms of an item.
        case noItem
        /// It has a sign and a value, but no key.
        case noKey
        /// The quote that opens here is never closed.
        case openQuote(column: Int)
        /// The value ends before this column, but more characters follow it.
        case trailing(column: Int)
        /// The value after `:=` isn't valid JSON, for the given reason.
        case badJSON(String, column: Int)
        /// The file after `:=@` isn't valid JSON, for the given reason.
        case badJSONFile(String, path: String, line: Int, column: Int)
        /// The file after `=@` isn't UTF-8 text.
        case notText(path: String)
        /// The file can't be read.
        case unreadable(InputFileError)
        /// The key is a placeholder; only values can be.
        case placeInKey
        /// The file's path contains a placeholder; only values can.
        case placeInPath
    }

    /// The item as written, up to the error.
    public let item: String
    /// The error in the item.
    public let reason: Reason

    /// Creates an error from the item as written and a reason.
    public init(item: String, reason: Reason) {
        self.item = item
        self.reason = reason
    }

    /// One sentence with the problem, its place, and how to fix it. A long item is truncated around the place.
    public var description: String {
        switch reason {
        case .noItem:
            "`\(excerpt(around: 1))` isn't a request item: use key=text, key:=json, key=@file or key:=@file."
        case .noKey:
            "`\(excerpt(around: 1))` has no key before the sign: use key=text or key:=json, "
                + "or put `--` before a text that starts like this."
        case .openQuote(let column):
            "Missing closing quote in `\(excerpt(around: column))`: it opens at column \(column)."
        case .trailing(let column):
            "The value in `\(excerpt(around: column))` ends before column \(column): insert a space there, "
                + "or quote the whole value."
        case .badJSON(let why, let column):
            "Invalid JSON in `\(excerpt(around: column))` at column \(column): \(why)."
        case .badJSONFile(let why, let path, let line, let column):
            "Invalid JSON in the file `\(path.onOneRow)` for `\(key)`: \(why) at line \(line), column \(column)."
        case .notText(let path):
            "The file `\(path.onOneRow)` for `\(key)` isn't valid UTF-8. Inputs must be UTF-8 text."
        case .unreadable(let file):
            "Couldn't read the file `\(file.path.onOneRow)` for `\(key)`: \(file.reason)."
        case .placeInKey:
            "`\(excerpt(around: 1))` has a placeholder as its key. Only values can be placeholders: use "
                + "key={column}, or put `--` before a text that starts like this."
        case .placeInPath:
            "`\(excerpt(around: 1))` has a placeholder in a file name. Only values can contain placeholders."
        }
    }
}

extension RequestItemError {
    private var key: Substring { item.prefix { $0 != "=" && $0 != ":" } }

    /// The item on one row; a long one is truncated around a column.
    private func excerpt(around column: Int) -> String {
        let row = Array(item.onOneRow)
        let reach = 40
        let start = min(row.count, max(0, column - 1 - reach))
        let end = min(row.count, start + 2 * reach)
        return (start > 0 ? "…" : "") + String(row[start..<end]) + (end < row.count ? "…" : "")
    }
}
