/// Truncation of texts that are too long to keep.
extension RunStep {
    /// The end of a truncated text.
    public static let cutMark = "…"

    /// A value of at most `cap` bytes as JSON. The strings of an object are truncated one by one, so that a query stays readable; if
    /// that isn't enough, the JSON text is truncated.
    public static func cut(_ value: JSONValue, to cap: Int) -> JSONValue {
        let text = value.string ?? value.serialized()
        guard text.utf8.count > cap else { return value }
        guard let object = value.object else { return .string(cut(text, to: cap)) }
        let short = JSONValue.object(
            JSONObject(
                object.map { key, value in
                    (key, value.string.map { .string(cut($0, to: cap / 2)) } ?? value)
                }))
        return short.serialized().utf8.count > cap ? .string(cut(text, to: cap)) : short
    }

    /// A text of at most `cap` bytes: a longer one ends in ``cutMark``.
    public static func cut(_ text: String, to cap: Int) -> String {
        guard text.utf8.count > cap else { return text }
        var bytes = text.utf8.prefix(cap - cutMark.utf8.count)
        // A cut inside a character leaves the whole character out.
        var end = bytes.endIndex
        while end > bytes.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        bytes = text.utf8[..<end]
        return String(decoding: bytes, as: UTF8.self) + cutMark
    }
}
