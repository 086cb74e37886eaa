import CLibEdit

/// How many columns of a terminal text takes, by the system's table, which is the one that libedit uses too.
public enum DisplayWidth {
    /// The columns of a character: 0 for a combining mark, 2 for a wide one, nil for what can't be printed.
    public static func of(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value >= 0x20, scalar.value < 0x7F { return 1 }
        TextEncoding.prepare()
        let width = libedit_width(wchar_t(scalar.value))
        return width < 0 ? nil : Int(width)
    }

    /// The columns of a text on one row; what can't be printed takes none.
    public static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (of($1) ?? 0) }
    }

    /// The beginning of a text that fits into `columns`, with an ellipsis if something is left out.
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
