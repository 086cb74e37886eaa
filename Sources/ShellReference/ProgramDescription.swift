/// What the program's own argument parser knows of it: where the manual page and the reference get their options from.
public struct ProgramDescription: Sendable {
    /// One option.
    public struct Option: Sendable {
        /// As they are typed, the short one first: "-c", "--command".
        public let names: [String]
        /// What its value is called, if it takes one.
        public let value: String?
        /// What it does.
        public let summary: String
        /// The title under which help has it, if any.
        public let section: String?

        /// All that is known of an option.
        public init(names: [String], value: String?, summary: String, section: String?) {
            self.names = names
            self.value = value
            self.summary = summary
            self.section = section
        }
    }

    /// The version, and when it was made.
    public let version: (number: String, date: String)
    /// What the program is, in half a line.
    public let abstract: String
    /// The options that help shows, in its order.
    public let options: [Option]

    /// All that is known of the program.
    public init(version: (number: String, date: String), abstract: String, options: [Option]) {
        self.version = version
        self.abstract = abstract
        self.options = options
    }

    /// The options title by title; those without one come first, under nil.
    var sections: [(title: String?, options: [Option])] {
        var titles: [String?] = [nil]
        for option in options where !titles.contains(option.section) { titles.append(option.section) }
        return titles.map { title in (title, options.filter { $0.section == title }) }
    }
}

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
        Self(
            "NX1_API_KEY_COMMAND",
            effect: "A command that prints the pre-shared key, such as a password manager's."),
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
