import LineEditor

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The output device of an answer, as far as its layout depends on it.
public struct Page: Sendable, Hashable {
    /// Whether it is a terminal, which untrusted output must not control.
    package var isTerminal = false
    /// The width of the window; nil if there is none, so that nothing is truncated.
    package var columns: Int?
    /// The height of the window.
    package var rows = 24
    /// Whether it supports colours and styles, and the user wants them.
    package var isStyled = false
    /// Whether it supports hyperlinks (OSC 8).
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

    /// Returns the number of rows that a text takes in the window, including those wrapped by the terminal.
    package func rowCount(of rows: StyledText) -> Int {
        let columns = max(1, columns ?? .max)
        var count = 0
        rows.bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes.end(ofRowFrom: start)
                count += 1
                // A character is at most as wide as its number of bytes.
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
    /// Returns the current page of a stream.
    ///
    /// - Parameters:
    ///   - descriptor: the stream's file descriptor.
    ///   - color: the user's choice of colours.
    ///   - environment: the environment variables, which describe the terminal.
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

    /// Returns whether the terminal supports hyperlinks (OSC 8), judging by the environment, since terminals can't be
    /// queried.
    ///
    /// `FORCE_HYPERLINK` takes precedence; 0 means no.
    static func linksWork(in environment: [String: String]) -> Bool {
        if let forced = environment["FORCE_HYPERLINK"], !forced.isEmpty { return forced != "0" }
        let type = environment["TERM"] ?? ""
        // tmux and screen may not pass hyperlinks on.
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
    /// On a terminal, unless the environment says otherwise.
    case auto
    /// Always.
    case always
    /// Never.
    case never

    /// Returns whether to colour a stream. Only `auto` depends on the terminal and on the environment: `NO_COLOR` and
    /// `CLICOLOR_FORCE` (no-color.org, bixense.com/clicolors), and `TERM`, which is `dumb` or empty for terminals
    /// without colours.
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
