/// A variable of the environment that people set for the shell, as the manual page and the reference explain it.
struct EnvironmentVariable {
    let names: [String]
    let effect: String

    private init(_ names: String..., effect: String) {
        self.names = names
        self.effect = effect
    }

    /// All of them, those of the service first.
    static let all = [
        Self(
            "NX1_HOST", "LAKEHOUSE_HOST", effect: "The service's address, as --host; the first that is set."),
        Self(
            "NX1_API_KEY", "LAKEHOUSE_API_KEY",
            effect: "The pre-shared key, as --api-key, but out of others' sight; the first that is set."),
        Self("NX1_ACCESS_TOKEN", effect: "An access token from elsewhere."),
        Self(
            "NX1_ACCESS_TOKEN_COMMAND",
            effect: "A command that prints an access token; it is run again before the token ends."),
        Self("NX1_PROFILE", effect: "The profile to use, as --profile."),
        Self("NX1_PROFILES_PATH", effect: "The file of the profiles, in place of ~/.nx1/profiles."),
        Self("NX1_SHELL_HOME", effect: "The folder of the shell's own files, in place of ~/.nx1/shell."),
        Self(
            "NX1_SHELL_JOURNAL", effect: "With off, no record of runs is kept on disk, as with --no-journal."),
        Self("SSL_CERT_FILE", effect: "The certificate authorities to trust, as --ca-file."),
        Self(
            "HTTPS_PROXY", "ALL_PROXY",
            effect: "The proxy: http://[USER:PASSWORD@]HOST:PORT or socks5://HOST:PORT; lower case will do."),
        Self("NO_PROXY", effect: "The hosts that need no proxy, with commas between them; * is all."),
        Self("NX1_EDITOR", "VISUAL", "EDITOR", effect: "The text editor of :edit, else vi."),
        Self("PAGER", effect: "What shows long answers, else less -FRX; if it is empty, nothing does."),
        Self("BROWSER", effect: "What opens the address of a sign-in, else the system's browser."),
        Self("NO_COLOR", effect: "If it isn't empty, there are no colours."),
        Self("CLICOLOR_FORCE", effect: "Unless it is empty or 0, there are colours in a pipe too."),
        Self("FORCE_HYPERLINK", effect: "Whether addresses become links on the terminal: 1 or 0."),
        Self("TMPDIR", effect: "Where the file for a text editor is made."),
    ]
}
