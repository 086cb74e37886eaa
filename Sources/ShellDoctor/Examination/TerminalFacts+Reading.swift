import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension TerminalFacts {
    /// Looks at standard output, and at the variables that describe it.
    init(environment: [String: String]) {
        self.init()
        isOutput = isatty(1) == 1
        type = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 }
        var size = winsize()
        if ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 {
            (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
        }
        isColored = ColorChoice.auto.isOn(isTerminal: isOutput, environment: environment)
        // The order in which the system looks at them (setlocale(3)).
        for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = environment[variable], !value.isEmpty else { continue }
            locale = Locale(variable: variable, value: value, encoding: Self.encoding(ofLocale: value))
            return
        }
    }

    /// The encoding of a locale, without changing that of the process; nil if it isn't installed.
    private static func encoding(ofLocale name: String) -> String? {
        guard let locale = newlocale(1 << LC_CTYPE, name, nil) else { return nil }
        defer { freelocale(locale) }
        return nl_langinfo_l(nl_item(CODESET), locale).map { String(cString: $0) }
    }
}
