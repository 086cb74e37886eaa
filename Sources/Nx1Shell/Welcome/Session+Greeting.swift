public import Nx1Client
import Nx1Values
import ShellOutput
import ShellRuns
public import ShellSession

/// What a greeting leads to.
public enum Beginning: Sendable {
    /// The prompt.
    case prompt
    /// The prompt, in front of a sandbox that the person asked for.
    case sandbox
}

/// The beginning of a session.
extension Session {
    /// What is said before the first prompt: one line, and what keeps the session from reaching a service, if anything does.
    /// Somebody who has set nothing yet, anywhere, is asked for it.
    public func greet() async -> Beginning {
        beginConversation()
        surroundings.console.note("nx1sh: type a question, or :help. Ctrl-D leaves.")
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
                console.complain("You aren't signed in. Type :login.", isError: false)
            }
        } catch {
            console.complain(Complaint(error).map(\.sentence) ?? "")
        }
    }

    /// Goes on with a service that is there for this session only.
    /// - Parameters:
    ///   - host: its address.
    ///   - apiKey: the pre-shared key that it takes.
    ///   - source: what the answer to "who am I" is to name.
    public func use(host: String, apiKey: Secret, from source: SettingSource) async {
        settings.overrides.host = Setting(host, from: source)
        settings.overrides.apiKey = Setting(apiKey, from: source)
        await connection.close()
        connection.override(settings.overrides)
        surroundings.console.note(
            "This is the sandbox: its answers are made up, and it ends with the shell.")
    }
}
