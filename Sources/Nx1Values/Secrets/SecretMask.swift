import Nx1Events
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Masks secrets in foreign text, such as an error in which a service repeats what it was sent.
///
/// Finds a secret verbatim, encoded in a URL, a form or a JSON text, and in base64 of either alphabet: alone, or within
/// more text as in `Basic base64(name:secret)`, all of which is masked. Where the text is truncated, by an ellipsis or
/// its end, it also finds the beginning of a secret.
package struct SecretMask: Sendable {
    /// The replacement for a secret.
    static let mark = "***"
    /// The minimum length of a secret: shorter ones match too much.
    static let shortest = 4

    private let patterns: Patterns

    package init(_ secrets: [Secret]) {
        patterns = Patterns(secrets)
    }

    /// The patterns to find, computed lazily: most masks belong to requests that never fail.
    private final class Patterns: Sendable {
        struct Forms: Sendable {
            let plain: [BytePattern]
            let encoded: [BytePattern]

            /// A fast check that a text, like nearly all, contains none of the patterns.
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
                // In the base64 of a sign-in to a provider, the secret is form-encoded first.
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

    /// Creates a mask for the credentials of a request, if any.
    package init(_ authorization: Authorization?) {
        self.init([authorization?.secret].compactMap(\.self))
    }

    /// Replaces each secret in `text` with ``mark``. Takes time linear in the length of `text`.
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

    /// The characters common to all base64 texts that contain `bytes`, for each offset in a group of three, in both
    /// alphabets.
    private static func base64Forms(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { offset -> [[UInt8]] in
            let encoded = Array(Base64URL.encode([UInt8](repeating: 0, count: offset) + bytes).utf8)
            // Each character encodes six bits; characters that share bits with adjacent bytes are left out.
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

/// A byte pattern, searched in linear time (Knuth–Morris–Pratt).
struct BytePattern: Sendable {
    /// The minimum length of a match that is truncated.
    private static let shortestBeginning = 4

    private let bytes: [UInt8]
    /// The KMP failure function: for each prefix, the length of the longest proper prefix that is also its suffix.
    private let fallbacks: [Int]

    /// - Parameter bytes: the pattern, at least one byte.
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

    /// Whether `text` contains not even a prefix long enough to count.
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

    /// The ranges of `text` that match, including prefixes before an ellipsis or the end.
    /// - Parameter isPart: tells which adjacent bytes extend a match.
    func places(
        in text: [UInt8], extendedOver isPart: (UInt8) -> Bool = { _ in false }
    ) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var length = 0
        // Bytes before this belong to earlier matches.
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
