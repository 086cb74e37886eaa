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
