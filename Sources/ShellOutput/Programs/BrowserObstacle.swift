/// Why there is probably no browser on this machine for the person who sits in front of the terminal.
package enum BrowserObstacle: Sendable, Hashable {
    case ssh, noDisplay

    /// Judges by the variables of the environment; nil if a browser is likely.
    package init?(_ environment: [String: String]) {
        func isSet(_ names: String...) -> Bool { names.contains { environment[$0]?.isEmpty == false } }
        if isSet("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY") {
            self = .ssh
            return
        }
        #if os(Linux)
            // Windows' browser can be started from its Linux.
            if isSet("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_INTEROP", "WSL_DISTRO_NAME") { return nil }
            self = .noDisplay
        #else
            return nil
        #endif
    }

    /// "This is an ssh session".
    package var sentence: String {
        switch self {
        case .ssh: "This is an ssh session"
        case .noDisplay: "This machine has no display"
        }
    }
}
