import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The character encoding of the process, which libedit takes from the locale and never sets.
///
/// A terminal speaks UTF-8 whatever `LANG` says, so where the locale is another one (`LANG=C`) UTF-8 is chosen.
/// The setting belongs to the whole process: it is made once, before the first editor exists.
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
