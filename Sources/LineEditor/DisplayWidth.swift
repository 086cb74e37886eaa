import CLibEdit

/// The width of text in terminal columns, according to the system's table, which libedit uses too.
public enum DisplayWidth {
    /// The width of a character: 0 for combining marks, 2 for wide characters, nil for unprintable ones.
    public static func of(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value >= 0x20, scalar.value < 0x7F { return 1 }
        TextEncoding.prepare()
        let width = libedit_width(wchar_t(scalar.value))
        return width < 0 ? nil : Int(width)
    }

    /// The width of a text on one row; unprintable characters count as 0.
    public static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (of($1) ?? 0) }
    }

    /// The beginning of a text that fits into `columns`, with an ellipsis if it is truncated.
    public static func fitting(_ text: String, into columns: Int) -> String {
        guard of(text) > columns else { return text }
        var kept = String.UnicodeScalarView()
        var room = columns - 1
        for scalar in text.unicodeScalars {
            room -= of(scalar) ?? 0
            if room < 0 { break }
            kept.append(scalar)
        }
        return columns > 0 ? String(kept) + "…" : ""
    }
}
