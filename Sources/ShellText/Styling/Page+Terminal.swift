#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Page {
    /// The page that a stream is at the moment.
    ///
    /// - Parameters:
    ///   - descriptor: of the stream; its window may change its size at any time.
    ///   - color: whether it is to have looks.
    ///   - environment: variables, which tell what the terminal can do.
    public static func of(
        descriptor: Int32, color: ColorChoice, environment: [String: String]
    ) -> Page {
        guard isatty(descriptor) == 1 else { return .endless }
        var page = Page()
        page.isTerminal = true
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        page.columns = isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
        page.rows = isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
        page.isStyled = color.isOn(isTerminal: true, environment: environment)
        page.hasLinks = page.isStyled && linksWork(in: environment)
        return page
    }

    /// Whether the terminal that the environment tells of makes links of addresses (OSC 8). There is no way to ask it.
    ///
    /// `FORCE_HYPERLINK` decides where it is set, 0 being no.
    static func linksWork(in environment: [String: String]) -> Bool {
        if let forced = environment["FORCE_HYPERLINK"], !forced.isEmpty { return forced != "0" }
        let type = environment["TERM"] ?? ""
        // What stands between, tmux or screen, may not pass them on.
        if environment["TMUX"] != nil || type.hasPrefix("screen") || type.hasPrefix("tmux") { return false }
        if let version = environment["VTE_VERSION"].flatMap({ Int($0) }) { return version >= 5000 }
        if ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"].contains(where: type.hasPrefix) {
            return true
        }
        if ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].contains(where: { environment[$0] != nil }) {
            return true
        }
        return ["iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "WarpTerminal"]
            .contains(environment["TERM_PROGRAM"] ?? "")
    }
}
