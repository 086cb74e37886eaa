extension Duration {
    /// In seconds, with a fraction.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// In whole nanoseconds; for less than 292 years.
    package var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// For one who waits, as in "0.4 s" or "12 s".
    package var roughly: String {
        seconds < 10 ? "\((seconds * 10).rounded() / 10) s" : "\(Int64(seconds.rounded())) s"
    }

    /// As in "30 seconds", "0.5 seconds", "1 second".
    package var inWords: String {
        let rounded = (seconds * 1000).rounded() / 1000
        if rounded == 1 { return "1 second" }
        let text = rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
        return text + " seconds"
    }
}

extension String {
    /// The text without white space at its ends.
    package var trimmed: String {
        let scalars = unicodeScalars.drop(while: \.properties.isWhitespace)
        let blanks = scalars.reversed().prefix(while: \.properties.isWhitespace).count
        return String(String.UnicodeScalarView(scalars.dropLast(blanks)))
    }
}

extension Int {
    /// As a number of bytes: "16 MiB", or "1000 bytes".
    package var asSize: String {
        self >= 1 << 20 ? "\(self >> 20) MiB" : "\(self) bytes"
    }
}
