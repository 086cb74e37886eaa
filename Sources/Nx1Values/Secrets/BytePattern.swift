/// Bytes to look for, in a time in proportion to what is searched (Knuth, Morris and Pratt).
struct BytePattern: Sendable {
    /// How much of it has to be there where the text was cut.
    private static let shortestBeginning = 4

    private let bytes: [UInt8]
    /// For each beginning of it: how long the longest shorter one is that the same ends with.
    private let fallbacks: [Int]

    /// - Parameter bytes: at least one.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var fallbacks = [0]
        for index in bytes.indices.dropFirst() {
            var length = fallbacks[index - 1]
            while length > 0, bytes[index] != bytes[length] { length = fallbacks[length - 1] }
            fallbacks.append(bytes[index] == bytes[length] ? length + 1 : 0)
        }
        self.fallbacks = fallbacks
    }

    /// Where in `text` it is, and where a beginning of it stands before an ellipsis or the end.
    /// - Parameter isPart: a place takes in the bytes around it that this holds for.
    func places(
        in text: [UInt8], extendedOver isPart: (UInt8) -> Bool = { _ in false }
    ) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var length = 0
        // What is before this is known to be in a place.
        var done = 0
        func add(_ place: Range<Int>) {
            var (start, end) = (max(place.lowerBound, done), place.upperBound)
            while start > done, isPart(text[start - 1]) { start -= 1 }
            while end < text.endIndex, isPart(text[end]) { end += 1 }
            places.append(start..<end)
            done = end
        }
        for index in text.indices {
            if length >= Self.shortestBeginning, Self.isEllipsis(at: index, in: text) {
                add(index - length..<index)
            }
            while length > 0, text[index] != bytes[length] { length = fallbacks[length - 1] }
            if text[index] == bytes[length] { length += 1 }
            guard length == bytes.count else { continue }
            if index >= done { add(index + 1 - length..<index + 1) }
            length = fallbacks[length - 1]
        }
        if length >= Self.shortestBeginning, text.endIndex > done {
            add(text.endIndex - length..<text.endIndex)
        }
        return places
    }

    private static func isEllipsis(at index: Int, in text: [UInt8]) -> Bool {
        text[index] == 0xE2 && text[index...].starts(with: "…".utf8)
    }
}
