/// The program's options, as its argument parser describes them; the manual page and the reference list them.
public struct ProgramDescription: Sendable {
    /// One option.
    public struct Option: Sendable {
        /// Its names with their hyphens, the shortest first: "-c", "--command".
        public let names: [String]
        /// The placeholder of its value; nil for a flag.
        public let value: String?
        /// What it does, as a sentence.
        public let summary: String
        /// The title of its group in the help, if it has one.
        public let section: String?

        /// An option with its help.
        public init(names: [String], value: String?, summary: String, section: String?) {
            self.names = names
            self.value = value
            self.summary = summary
            self.section = section
        }
    }

    /// The version and its release date.
    public let version: (number: String, date: String)
    /// A short description of the program.
    public let abstract: String
    /// The options in the order of the help.
    public let options: [Option]

    /// A program with its options.
    public init(version: (number: String, date: String), abstract: String, options: [Option]) {
        self.version = version
        self.abstract = abstract
        self.options = options
    }

    /// The options by group; options without a group come first, under nil.
    var sections: [(title: String?, options: [Option])] {
        var titles: [String?] = [nil]
        for option in options where !titles.contains(option.section) { titles.append(option.section) }
        return titles.map { title in (title, options.filter { $0.section == title }) }
    }
}

/// An environment variable that users set, as the manual page and the reference explain it.
struct EnvironmentVariable {
    let names: [String]
    let effect: String

    private init(_ names: String..., effect: String) {
        self.names = names
        self.effect = effect
    }

    /// All variables, those of the service first.
    static let all = [
        Self(
            "NX1_HOST", "LAKEHOUSE_HOST",
            effect: "The address of the service, like --host. NX1_HOST takes precedence."),
        Self(
            "NX1_API_KEY", "LAKEHOUSE_API_KEY",
            effect:
                "The pre-shared key, like --api-key, but hidden from other users. NX1_API_KEY takes precedence."
        ),
        Self("NX1_ACCESS_TOKEN", effect: "An access token from another program."),
        Self(
            "NX1_ACCESS_TOKEN_COMMAND",
            effect: "A command that prints an access token. It runs again before the token expires."),
        Self(
            "NX1_API_KEY_COMMAND",
            effect: "A command that prints the pre-shared key, such as that of a password manager."),
        Self("NX1_PROFILE", effect: "The profile to use, like --profile."),
        Self("NX1_PROFILES_PATH", effect: "The profiles file, instead of ~/.nx1/profiles."),
        Self("NX1_SHELL_HOME", effect: "The folder of nx1sh's files, instead of ~/.nx1/shell."),
        Self(
            "NX1_SHELL_JOURNAL",
            effect: "If it is off, 0, no or false, runs are not stored on disk, like --no-journal."),
        Self("SSL_CERT_FILE", effect: "A file of the certificate authorities to trust, like --ca-file."),
        Self(
            "HTTPS_PROXY", "ALL_PROXY",
            effect:
                "The proxy: http://[USER:PASSWORD@]HOST:PORT or socks5://HOST:PORT. Lower-case names work too."
        ),
        Self(
            "NO_PROXY",
            effect: "The hosts to connect to without a proxy, separated by commas; * stands for all."),
        Self("NX1_EDITOR", "VISUAL", "EDITOR", effect: "The text editor for :edit; vi if none is set."),
        Self("PAGER", effect: "The pager for long output; less -FRX if it isn't set, none if it is empty."),
        Self("LESS", effect: "The options of less as the pager; FRX if it isn't set."),
        Self(
            "BROWSER",
            effect: "The program that opens the page of a sign-in, instead of the system's browser."),
        Self("NO_COLOR", effect: "If it is set and not empty, output has no colours."),
        Self(
            "CLICOLOR_FORCE",
            effect: "If it is set and neither empty nor 0, output has colours in a pipe too."),
        Self("FORCE_HYPERLINK", effect: "1 turns links on a terminal on, 0 turns them off."),
        Self("EDITRC", effect: "The file of key bindings, instead of ~/.editrc."),
        Self("SHELL", effect: "The shell that runs :! and | COMMAND; /bin/sh if it isn't set."),
        Self(
            "TERM", effect: "The type of the terminal. dumb turns off live progress, colours and the pager."),
        Self(
            "LC_ALL", "LC_CTYPE", "LANG",
            effect: "The locale. With an encoding other than UTF-8, charts and :diff use ASCII signs."),
        Self("TMPDIR", effect: "The folder for the temporary file of :edit."),
    ]
}
