import LineEditor

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The place where an answer is read: what its layout has to know.
public struct Page: Sendable, Hashable {
    /// Whether a person reads it, and it must not be driven by what is shown.
    package var isTerminal = false
    /// The columns of the window; nil where there is none, and nothing is cut.
    package var columns: Int?
    /// The rows of the window.
    package var rows = 24
    /// Whether it understands colours and styles, and a person wants them.
    package var isStyled = false
    /// Whether it makes links of addresses that are sent along with a text (OSC 8).
    package var hasLinks = false

    package init(
        isTerminal: Bool = false, columns: Int? = nil, rows: Int = 24, isStyled: Bool = false,
        hasLinks: Bool = false
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.rows = rows
        self.isStyled = isStyled
        self.hasLinks = hasLinks
    }

    /// A pipe or a file.
    public static let endless = Page()

    /// How many rows a text takes whose rows end with newlines, with those that the terminal itself breaks.
    package func rowCount(of rows: StyledText) -> Int {
        let columns = max(1, columns ?? .max)
        var count = 0
        rows.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes.end(ofRowFrom: start)
                count += 1
                // A character takes no more columns than bytes.
                if end - start > columns {
                    let width = DisplayWidth.of(row: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                    count += max(0, width - 1) / columns
                }
                start = end + 1
            }
        }
        return count
    }
}

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

/// Whether output is coloured (`--color`).
public enum ColorChoice: String, Sendable, CaseIterable {
    /// Where a person looks at it, unless the environment says otherwise.
    case auto
    /// Wherever it goes.
    case always
    /// Nowhere.
    case never

    /// Decides for one stream. Only `auto` looks at the terminal and at the environment: `NO_COLOR` and `CLICOLOR_FORCE`
    /// (no-color.org, bixense.com/clicolors), `TERM`, which is `dumb` or nothing where
    /// a terminal has no colours.
    public func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if isSet("NO_COLOR") { return false }
            if isSet("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" { return true }
            return isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
        }
    }
}
