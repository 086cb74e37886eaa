extension JSONValue: CustomStringConvertible {
    /// The value as a JSON text.
    ///
    /// Numbers are written as they came. In strings only what RFC 8259 asks for is escaped: the quote, the backslash and
    /// the control characters below U+0020.
    public func serialized(_ style: JSONStyle = .compact) -> String {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value as compact JSON.
    public var description: String { serialized() }
}
