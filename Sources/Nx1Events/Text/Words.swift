extension Duration {
    /// The duration in seconds, with a fraction.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// The duration in whole nanoseconds, clamped to 290 years.
    package var nanoseconds: Int64 {
        let seconds = min(max(components.seconds, -9_150_000_000), 9_150_000_000)
        return seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// An approximate duration for people, such as "0.4 s" or "12 s".
    package var roughly: String {
        seconds < 10 ? "\((seconds * 10).rounded() / 10) s" : "\(Int64(clamping: seconds.rounded())) s"
    }

    /// The duration in words, such as "30 seconds", "0.5 seconds", "1 second".
    package var inWords: String {
        let rounded = (seconds * 1000).rounded() / 1000
        if rounded == 1 { return "1 second" }
        let text = rounded == rounded.rounded() ? String(Int64(clamping: rounded)) : String(rounded)
        return text + " seconds"
    }
}

extension FixedWidthInteger {
    /// Creates the number without its fraction, clamped to the type's range; 0 for NaN.
    package init(clamping number: Double) {
        if let exact = Self(exactly: number.rounded(.towardZero)) {
            self = exact
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }
}

extension String {
    /// The text without leading and trailing white space.
    package var trimmed: String {
        let scalars = unicodeScalars
        var (start, end) = (scalars.startIndex, scalars.endIndex)
        while start < end, scalars[start].properties.isWhitespace { start = scalars.index(after: start) }
        while start < end {
            let last = scalars.index(before: end)
            guard scalars[last].properties.isWhitespace else { break }
            end = last
        }
        return String(scalars[start..<end])
    }
}

extension Substring {
    /// The text without leading and trailing white space.
    package var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension Duration {
    /// The duration in whole milliseconds, clamped to a thousand years.
    package var wholeMilliseconds: Int {
        let seconds = min(max(components.seconds, -31_557_600_000), 31_557_600_000)
        return Int(seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

/// A number of bytes for people: "16 MiB", "10 bytes".
package struct ByteCount: CustomStringConvertible {
    private let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    package var description: String {
        for (power, name) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where bytes >= 1 << power {
            let tenths = (bytes >> (power - 10)) * 10 / 1024
            return tenths.isMultiple(of: 10)
                ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return bytes == 1 ? "1 byte" : "\(bytes) bytes"
    }
}
