import Descriptors
import OutputDestinations
import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension ProgramFacts {
    /// Searches `PATH` for the programs, and the shell's folders for completions, for at most three seconds.
    /// - Throws: `CancellationError`.
    static func searched(environment: [String: String]) async throws -> ProgramFacts {
        try await BoundedWork.run(within: .seconds(3)) { ProgramFacts(environment: environment) }
            ?? ProgramFacts()
    }

    private init(environment: [String: String]) {
        self.init()
        let editor = TextEditor(environment: environment).command
        let browsers = WebBrowser(environment: environment).commands.compactMap(\.first)
        let browser = browsers.first { Self.path(of: $0, in: environment) != nil } ?? browsers.first
        programs = [
            ("editor", Self.firstWord(of: editor), "EDITOR"),
            ("pager", Self.pager(environment), "PAGER"),
            ("browser", browser, "BROWSER"),
        ].map { name, command, variable in
            Program(
                name, command: command, path: command.flatMap { Self.path(of: $0, in: environment) },
                variable: variable)
        }
        browserObstacle = BrowserObstacle(environment)?.sentence
        shell = environment["SHELL"].flatMap { $0.split(separator: "/").last.map(String.init) }
            .flatMap { ["bash", "zsh", "fish"].contains($0) ? $0 : nil }
        completions = shell.flatMap { shell in
            CompletionPlaces(shell: shell, environment: environment).found
        }
    }

    /// The first word of the pager.
    private static func pager(_ environment: [String: String]) -> String? {
        guard let command = environment["PAGER"] else { return "less" }
        return firstWord(of: command)
    }

    /// The first word only, as the others may contain a secret.
    private static func firstWord(of command: String) -> String? {
        command.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    private static func path(of command: String, in environment: [String: String]) -> String? {
        let places =
            command.contains("/")
            ? [command]
            : (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(command)" }
        return places.first { path in
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }
}

/// The places where a shell looks for completions.
struct CompletionPlaces {
    private let files: [String]
    private let startUpFile: String?

    init(shell: String, environment: [String: String]) {
        func list(_ name: String, or standard: String) -> [String] {
            (environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard)
                .split(separator: ":").map(String.init)
        }
        let home = environment["HOME"] ?? ""
        let own = list("XDG_DATA_HOME", or: home + "/.local/share")
        let shared = own + list("XDG_DATA_DIRS", or: "/usr/local/share:/usr/share")
        let configuration = list("XDG_CONFIG_HOME", or: home + "/.config")
        switch shell {
        case "zsh":
            let folders =
                list("FPATH", or: "")
                + ["/usr/local/share", "/usr/share"].flatMap {
                    [$0 + "/zsh/site-functions", $0 + "/zsh/vendor-completions"]
                } + [home + "/.zfunc", home + "/.zsh/completions", home + "/.local/share/zsh/site-functions"]
            files = folders.map { $0 + "/_nx1sh" }
            startUpFile = (environment["ZDOTDIR"] ?? home) + "/.zshrc"
        case "fish":
            files =
                (configuration + ["/etc"]).map { $0 + "/fish/completions/nx1sh.fish" }
                + shared.flatMap {
                    [$0 + "/fish/vendor_completions.d/nx1sh.fish", $0 + "/fish/completions/nx1sh.fish"]
                }
            startUpFile = (configuration.first ?? "") + "/fish/config.fish"
        default:
            let user = environment["BASH_COMPLETION_USER_DIR"].map { [$0] } ?? []
            files =
                user.map { $0 + "/completions/nx1sh" }
                + shared.flatMap { folder in
                    ["nx1sh", "nx1sh.bash"].map { folder + "/bash-completion/completions/" + $0 }
                } + ["/etc/bash_completion.d/nx1sh", "/etc/bash_completion.d/nx1sh.bash"]
            startUpFile = home + "/.bashrc"
        }
    }

    /// The completion file, or the startup file that loads completions; nil if there is neither.
    var found: String? {
        if let file = files.first(where: { access($0, R_OK) == 0 }) { return file }
        guard let startUpFile, let bytes = try? Descriptor.settings(at: startUpFile),
            String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains(where: { line in
                line.contains("nx1sh") && line.contains("complet") && line.first != "#"
            })
        else { return nil }
        return startUpFile
    }
}
