import Nx1Events

/// The programs that nx1sh starts, and its completions in the user's shell.
struct ProgramFacts: Sendable, Hashable {
    /// A program that the shell may start.
    struct Program: Sendable, Hashable {
        /// The name of the check.
        var name: String
        /// The first word of the command; nil if the variable is set to nothing.
        var command: String?
        /// Where it was found.
        var path: String?
        /// The variable that overrides it.
        var variable: String

        init(_ name: String, command: String?, path: String?, variable: String) {
            self.name = name
            self.command = command
            self.path = path
            self.variable = variable
        }
    }

    var programs: [Program] = []
    /// The user's shell, such as `bash`; nil if unknown.
    var shell: String?
    /// The file that completes `nx1sh` in that shell; nil if none was found.
    var completions: String?
    /// Why there is probably no browser, as a sentence without a period.
    var browserObstacle: String?

    init() {}
}

extension Check {
    /// Returns the checks of programs and completions.
    static func checks(of facts: ProgramFacts) -> [Check] {
        facts.programs.map { check(of: $0, facts) } + [completions(facts)]
    }

    private static func check(of program: ProgramFacts.Program, _ facts: ProgramFacts) -> Check {
        if program.name == "browser", let obstacle = facts.browserObstacle {
            return .ok("browser", "\(obstacle), so :login shows an address or a code to open elsewhere.")
        }
        guard let command = program.command else {
            return .ok(program.name, "None is used, because \(program.variable) is empty.")
        }
        guard let path = program.path else {
            return .warning(
                program.name, "\(command) isn't installed, or not in PATH.",
                advice: "Install it, or set \(program.variable) to another.")
        }
        return .ok(program.name, path)
    }

    private static func completions(_ facts: ProgramFacts) -> Check {
        guard let shell = facts.shell else {
            return .ok("completions", "SHELL isn't set to bash, zsh or fish, so nothing was looked for.")
        }
        if let path = facts.completions { return .ok("completions", "For \(shell): \(path)") }
        let file =
            switch shell {
            case "zsh": "_nx1sh in a folder of $fpath"
            case "fish": "~/.config/fish/completions/nx1sh.fish"
            default: "~/.local/share/bash-completion/completions/nx1sh"
            }
        return .warning(
            "completions", "Tab doesn't complete nx1sh in \(shell): no completion script was found.",
            advice: "Save the output of `nx1sh --generate-completion-script \(shell)` as \(file).")
    }
}
