import Nx1Events

/// The programs that the shell starts, and what makes Tab work in the shell that it is started from.
struct ProgramFacts: Sendable, Hashable {
    /// A program that the shell may start.
    struct Program: Sendable, Hashable {
        /// The name of the check.
        var name: String
        /// The command's first word; nil if there is none on purpose.
        var command: String?
        /// Where it was found.
        var path: String?
        /// The variable that sets another.
        var variable: String

        init(_ name: String, command: String?, path: String?, variable: String) {
            self.name = name
            self.command = command
            self.path = path
            self.variable = variable
        }
    }

    var programs: [Program] = []
    /// The person's shell, such as `bash`; nil if it is unknown.
    var shell: String?
    /// Where its completions for nx1sh were found.
    var completions: String?
    /// Why there is probably no browser, as a sentence without a stop.
    var browserObstacle: String?

    init() {}
}

extension Check {
    /// The checks of programs.
    static func checks(of facts: ProgramFacts) -> [Check] {
        facts.programs.map { check(of: $0, facts) } + [completions(facts)]
    }

    private static func check(of program: ProgramFacts.Program, _ facts: ProgramFacts) -> Check {
        if program.name == "browser", let obstacle = facts.browserObstacle {
            return .ok("browser", "\(obstacle), so :login shows an address or a code to open elsewhere.")
        }
        guard let command = program.command else { return .ok(program.name, "Not used.") }
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
        let folder =
            switch shell {
            case "zsh": "a folder of $fpath, as _nx1sh"
            case "fish": "~/.config/fish/completions, as nx1sh.fish"
            default: "~/.local/share/bash-completion/completions, as nx1sh"
            }
        return .warning(
            "completions", "Tab doesn't complete nx1sh in \(shell): no completion script was found.",
            advice: "Save what `nx1sh --generate-completion-script \(shell)` prints in \(folder).")
    }
}
