extension JSONValue {
    /// The depth of nesting that is taken; the grammar of RFC 8259 (section 9) lets a parser set one.
    public static let maximumDepth = 512

    /// Reads a JSON text in UTF-8, to the letter of RFC 8259.
    ///
    /// A byte-order mark at the start is ignored. Invalid UTF-8 in strings and lone surrogates in escapes become U+FFFD.
    /// - Throws: ``JSONSyntaxError``, also for nesting deeper than ``maximumDepth``.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        self = try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            scanner.skipByteOrderMark()
            var tree = JSONTreeBuilder()
            try scanner.scanValue(into: &tree)
            try scanner.expectEnd()
            return tree.value
        }
    }

    /// Reads a JSON text, to the letter of RFC 8259.
    /// - Throws: ``JSONSyntaxError``, also for nesting deeper than ``maximumDepth``.
    public init(parsing text: some StringProtocol) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }

    /// Reads the JSON value that `bytes` begin with, and leaves what follows it alone.
    ///
    /// A number goes as far as it can, so of `01` it reads `0`; whether what follows may follow is the caller's to say.
    /// - Returns: the value and how many bytes it took, white space before it included.
    /// - Throws: ``JSONSyntaxError`` if `bytes` don't begin with a value.
    public static func parsePrefix(
        of bytes: some Sequence<UInt8>
    ) throws(JSONSyntaxError) -> (value: JSONValue, bytesConsumed: Int) {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            var tree = JSONTreeBuilder()
            try scanner.scanValue(into: &tree)
            return (tree.value, scanner.position)
        }
    }

    /// Reads the JSON value that `text` begins with, as from its UTF-8.
    public static func parsePrefix(
        of text: some StringProtocol
    ) throws(JSONSyntaxError) -> (value: JSONValue, bytesConsumed: Int) {
        try parsePrefix(of: text.utf8)
    }
}

/// Gives `body` the bytes in one piece, without a copy where they are in one.
func withContiguousBytes<Value>(
    of bytes: some Sequence<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> Value
) throws(JSONSyntaxError) -> Value {
    func attempt(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Value, JSONSyntaxError> {
        do {
            return .success(try body(bytes))
        } catch {
            return .failure(error)
        }
    }
    let result =
        bytes.withContiguousStorageIfAvailable(attempt) ?? Array(bytes).withUnsafeBufferPointer(attempt)
    return try result.get()
}
