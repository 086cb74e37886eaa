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
