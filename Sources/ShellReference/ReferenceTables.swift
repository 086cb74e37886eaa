import Nx1Shell
import ShellOutput
import ShellSession

/// The tables of the guide's reference, in Markdown: the options, commands, variables and exit statuses of the manual page.
public struct ReferenceTables {
    private let program: ProgramDescription

    /// The tables for this program.
    public init(_ program: ProgramDescription) {
        self.program = program
    }

    /// All tables under their headings.
    public var text: String {
        (["## Flags"] + flags + ["## Commands"] + commands
            + ["## Exit status", Self.table("exit status", "means", ExitStatus.meanings.map(row))]
            + [Self.exitStatusRule]
            + ["## Environment", Self.table("variable", "does", EnvironmentVariable.all.map(row))])
            .joined(separator: "\n\n") + "\n"
    }

    /// What decides between the exit statuses.
    static let exitStatusRule =
        "The exit status is that of the first failure. Leaving the prompt is always 0."

    private var flags: [String] {
        program.sections.flatMap { section in
            let rows = section.options.map { option in
                let names = option.names.dropLast().map { Self.code($0) }
                let last = option.names.suffix(1).map { name in
                    Self.code(name + (option.value.map { " " + $0.uppercased() } ?? ""))
                }
                return ((names + last).joined(separator: ", "), Self.plain(option.summary))
            }
            return [Self.table(section.title.map { $0.lowercased() } ?? "flag", "does", rows)]
        }
    }

    private var commands: [String] {
        CommandGroup.allCases.filter { $0 != .yours }.map { group in
            let rows = CommandRegistry.all.filter { $0.group == group }.map { command in
                ([command.synopsis] + command.aliases.map { ":" + $0 }, command.summary)
            }
            return Self.table(
                group.title.lowercased(), "does",
                rows.map { ($0.map(Self.code).joined(separator: ", "), Self.plain($1)) })
        }
    }

    private func row(_ status: ExitStatus, _ meaning: String) -> (String, String) {
        ("\(status.rawValue)", Self.plain(meaning))
    }

    private func row(_ variable: EnvironmentVariable) -> (String, String) {
        (variable.names.map(Self.code).joined(separator: ", "), Self.plain(variable.effect))
    }

    private static func table(_ left: String, _ right: String, _ rows: [(String, String)]) -> String {
        (["| \(left) | \(right) |", "|---|---|"] + rows.map { "| \($0) | \($1) |" }).joined(separator: "\n")
    }

    /// A vertical bar ends a cell, even inside code.
    private static func code(_ text: String) -> String {
        "`" + text.replacing("|", with: "\\|") + "`"
    }

    private static func plain(_ text: String) -> String {
        text.reduce(into: "") { plain, character in
            if "\\`*<|".contains(character) { plain.append("\\") }
            plain.append(character)
        }
    }
}
