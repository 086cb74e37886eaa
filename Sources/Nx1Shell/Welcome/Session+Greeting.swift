public import Nx1Client
import Nx1Values
import ShellOutput
import ShellRuns
public import ShellSession

/// What the shell opens with after the greeting.
public enum Beginning: Sendable {
    /// The prompt.
    case prompt
    /// The prompt, with a sandbox that the person asked for.
    case sandbox
}

/// The beginning of a session.
extension Session {
    /// Prints a line before the first prompt, and what keeps the session from reaching a service, if anything. If
    /// nothing is configured anywhere, starts the first-start guide.
    public func greet() async -> Beginning {
        beginConversation()
        surroundings.console.note("nx1sh: type a question, or :help for commands. Ctrl-D exits.")
        announceUpgrade()
        pointOutProject()
        pointOutOpenFiles()
        if let guide = FirstStartGuide(self), await guide.run() == .sandbox { return .sandbox }
        await sayWhatIsMissing()
        return .prompt
    }

    private func sayWhatIsMissing() async {
        let console = surroundings.console
        do {
            let configuration = try connection.settings().clientConfiguration()
            if let browser = configuration.credentials as? BrowserSignIn, try await browser.status() == nil {
                console.complain("You aren't signed in. To sign in, type :login.", isError: false)
            }
        } catch {
            console.complain(Complaint(error).map(\.sentence) ?? "")
        }
    }

    /// Connects to a service that exists only for this session.
    /// - Parameters:
    ///   - host: its address.
    ///   - apiKey: its pre-shared key.
    ///   - source: where `:auth` says that the settings come from.
    public func use(host: String, apiKey: Secret, from source: SettingSource) async {
        settings.overrides.host = Setting(host, from: source)
        settings.overrides.apiKey = Setting(apiKey, from: source)
        await connection.close()
        connection.override(settings.overrides)
        surroundings.console.note(
            "You're using the sandbox: its answers are made up, and it ends with the shell.")
    }
}
