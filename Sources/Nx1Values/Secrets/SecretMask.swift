import Nx1Events
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Covers secrets in text of others, such as an error of a service that repeats what it was sent.
///
/// A secret is found as it is, and as it stands in a URL, a form or a JSON text, and in base64 of either kind: by itself, or with
/// something around it as in `Basic base64(name:secret)`, of which all is covered. Where the text was cut, by an ellipsis or its
/// end, the beginning of a secret is found too.
package struct SecretMask: Sendable {
    /// What stands in place of a secret.
    static let mark = "***"
    /// Secrets of fewer characters are left alone, as they may stand anywhere.
    static let shortest = 4

    private let patterns: Patterns

    package init(_ secrets: [Secret]) {
        patterns = Patterns(secrets)
    }

    /// What is looked for, made when a text first is: most masks belong to requests that nobody ever has to speak of.
    private final class Patterns: Sendable {
        struct Forms: Sendable {
            let plain: [BytePattern]
            let encoded: [BytePattern]

            /// Whether nothing of them is in a text, which is so of nearly all. It takes but a look.
            func areAbsent(from text: String) -> Bool {
                var text = text
                return text.withUTF8 { bytes in
                    !SpelledText.hasOtherReadings(bytes)
                        && plain.allSatisfy { $0.cannotBe(in: bytes) }
                        && encoded.allSatisfy { $0.cannotBe(in: bytes) }
                }
            }
        }

        private let secrets: [Secret]
        private let made = Mutex<Forms?>(nil)

        init(_ secrets: [Secret]) { self.secrets = secrets }

        var forms: Forms {
            made.withLock { made in
                if let made { return made }
                let texts = secrets.map { $0.reveal() }.filter { $0.count >= SecretMask.shortest }
                // In the base64 of a sign-in to a provider, the secret is encoded as in a form first.
                let escaped = Set(texts + texts.map { PercentEncoding.encode($0) })
                let forms = Forms(
                    plain: Set(texts).map { BytePattern(Array($0.utf8)) },
                    encoded: Set(escaped.flatMap { SecretMask.base64Forms(Array($0.utf8)) })
                        .map(BytePattern.init))
                made = forms
                return forms
            }
        }
    }

    /// Covers what signs a request, if anything does.
    package init(_ authorization: Authorization?) {
        self.init([authorization?.secret].compactMap(\.self))
    }

    /// `text` with ``mark`` in place of each secret. Takes a time in proportion to its length.
    package func masked(_ text: String) -> String {
        let forms = patterns.forms
        if forms.plain.isEmpty || forms.areAbsent(from: text) { return text }
        let original = Array(text.utf8)
        var isSecret = [Bool](repeating: false, count: original.count)
        var isFound = false
        for spelling in SpelledText.readings(of: original) {
            func cover(_ places: [Range<Int>]) {
                for place in places {
                    isFound = true
                    for index in spelling.original(place) { isSecret[index] = true }
                }
            }
            for pattern in forms.plain { cover(pattern.places(in: spelling.bytes)) }
            for pattern in forms.encoded {
                cover(pattern.places(in: spelling.bytes, extendedOver: Self.isBase64))
            }
        }
        guard isFound else { return text }
        var result: [UInt8] = []
        for index in original.indices {
            if !isSecret[index] {
                result.append(original[index])
            } else if index == 0 || !isSecret[index - 1] {
                result += Self.mark.utf8
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What is the same in every base64 text with `bytes` in it, wherever they begin in a group of three; in both alphabets.
    private static func base64Forms(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { offset -> [[UInt8]] in
            let encoded = Array(Base64URL.encode([UInt8](repeating: 0, count: offset) + bytes).utf8)
            // Six bits a character; those with a bit of what comes before or after are left out.
            let inner = Array(encoded[(offset * 8 + 5) / 6..<(offset + bytes.count) * 8 / 6])
            let usual = inner.map { byte -> UInt8 in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            }
            return [inner, usual]
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}

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

    /// Whether not even a beginning that would count stands in `text`.
    func cannotBe(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = min(bytes.count, Self.shortestBeginning)
        guard let base = text.baseAddress, let first = bytes.first else { return true }
        var start = 0
        while start + length <= text.count {
            guard let found = memchr(base + start, Int32(first), text.count - length - start + 1) else {
                return true
            }
            start = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(found, bytes, length) == 0 { return false }
            start += 1
        }
        return true
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
