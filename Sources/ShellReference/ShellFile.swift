/// A file that the shell reads or writes by itself, as the manual page and the reference explain it.
struct ShellFile {
    let path: String
    let content: String

    private init(_ path: String, _ content: String) {
        self.path = path
        self.content = content
    }

    /// All of them.
    static let all = [
        Self("~/.nx1/profiles", "Hosts and sign-ins, by name (YAML); the official tool reads it too."),
        Self("~/.nx1/shell/rc", "Lines that are done at each start, unless -X is given."),
        Self("~/.nx1/shell/history", "What was typed; never a line that may hold a secret."),
        Self("~/.nx1/shell/journal.sqlite", "Every run: what was asked, when, and what came of it."),
        Self("~/.nx1/shell/tokens.json", "The tokens of a sign-in with the browser."),
        Self("~/.editrc", "Keys at the prompt, as editrc(5) explains."),
    ]
}
