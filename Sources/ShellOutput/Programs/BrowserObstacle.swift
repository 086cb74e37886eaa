/// The reason why a browser on this machine is probably out of the user's reach.
package enum BrowserObstacle: Sendable, Hashable {
    case ssh, noDisplay

    /// Guesses from environment variables. Returns nil if a browser is likely to work.
    package init?(_ environment: [String: String]) {
        func isSet(_ names: String...) -> Bool { names.contains { environment[$0]?.isEmpty == false } }
        if isSet("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY") {
            self = .ssh
            return
        }
        #if os(Linux)
            // WSL can start the Windows browser.
            if isSet("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_INTEROP", "WSL_DISTRO_NAME") { return nil }
            self = .noDisplay
        #else
            return nil
        #endif
    }

    /// The obstacle as a sentence without a full stop, such as `This is an ssh session`.
    package var sentence: String {
        switch self {
        case .ssh: "This is an ssh session"
        case .noDisplay: "This machine has no display"
        }
    }
}
