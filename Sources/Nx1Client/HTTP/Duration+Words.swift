extension Duration {
    /// In seconds, with a fraction.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// In whole nanoseconds; for less than 292 years.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// As in "30 seconds", "0.5 seconds", "1 second".
    var inWords: String {
        let rounded = (seconds * 1000).rounded() / 1000
        if rounded == 1 { return "1 second" }
        let text = rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
        return text + " seconds"
    }
}
