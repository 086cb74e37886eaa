import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The character encoding of the process, which libedit takes from the locale but never sets.
///
/// Terminals use UTF-8 whatever `LANG` says, so if the locale has another encoding (`LANG=C`), UTF-8 is selected. The
/// setting is process-wide and made once, before the first editor exists.
enum TextEncoding {
    static func prepare() { _ = prepared }

    private static let prepared: Bool = {
        setlocale(LC_CTYPE, "")
        if isUTF8 { return true }
        for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"] where setlocale(LC_CTYPE, name) != nil {
            if isUTF8 { return true }
        }
        return false
    }()

    private static var isUTF8: Bool {
        guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
        return String(cString: name) == "UTF-8"
    }
}

/// Moves a cursor between the rows of a text.
enum TextRows {
    /// The position one row above `cursor`, in the same column or at the row's end; nil on the first row.
    static func above(_ cursor: Int, in text: [Unicode.Scalar]) -> Int? {
        guard let end = text[..<cursor].lastIndex(of: "\n") else { return nil }
        let start = text[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return min(start + (cursor - end - 1), end)
    }

    /// The position one row below; nil on the last row.
    static func below(_ cursor: Int, in text: [Unicode.Scalar]) -> Int? {
        guard let end = text[cursor...].firstIndex(of: "\n") else { return nil }
        let own = text[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let next = text[(end + 1)...].firstIndex(of: "\n") ?? text.count
        return min(end + 1 + (cursor - own), next)
    }
}
