extension String {
    /// Whether it is one row as it stands: of ASCII that can be seen, with one space at a time, and only between words. Most texts are,
    /// and to see that costs less than to make them so.
    package var isPlainLine: Bool {
        var isAfterSpace = true
        for byte in utf8 {
            switch byte {
            case 0x21...0x7E: isAfterSpace = false
            case 0x20 where !isAfterSpace: isAfterSpace = true
            default: return false
            }
        }
        return !isAfterSpace
    }
}
