public import Nx1Values

/// One input of a run, written `key=text`, `key:=json`, `key=@file` or `key:=@file` (design, "Lines").
///
/// A key has ASCII letters, digits, `_`, `-` and `.`, and begins with a letter or `_`. A `=` right after the first one
/// makes it no item, so `a==b` is text.
public struct RequestItem: Sendable, Equatable {
    /// The name of the input.
    public let key: String
    /// Its value.
    public let value: JSONValue

    /// An input by name and value.
    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
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
