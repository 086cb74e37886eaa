import Nx1Shell
import ShellOutput
import ShellSession

/// The manual page nx1sh(1): the options are the argument parser's, the commands those of the registry.
public struct ManualPage {
    private let program: ProgramDescription

    /// The page of this program.
    public init(_ program: ProgramDescription) {
        self.program = program
    }

    /// Its source, for man(1).
    public var text: String {
        var source = ManualSource()
        addHead(to: &source)
        source.begin(section: "DESCRIPTION")
        source.add(text: Self.description)
        source.begin(section: "INPUT LINES")
        source.add(text: Self.linesAndTexts)
        source.begin(section: "OPTIONS")
        addOptions(to: &source)
        source.begin(section: "COMMANDS")
        addCommands(to: &source)
        source.begin(section: "ENVIRONMENT")
        source.add(list: EnvironmentVariable.all) {
            $0.names.map { "Ev " + $0 }.joined(separator: " , ")
        } _: {
            $1.add(text: $0.effect)
        }
        source.begin(section: "FILES")
        source.add(list: ShellFile.all) {
            "Pa " + ManualText.argument($0.path)
        } _: {
            $1.add(text: $0.content)
        }
        source.begin(section: "EXIT STATUS")
        source.add(list: Array(ExitStatus.meanings)) {
            "\($0.key.rawValue)"
        } _: {
            $1.add(text: $0.value + ".")
        }
        source.add(text: "It is that of the first failure. Leaving the prompt is always 0.")
        source.begin(section: "EXAMPLES")
        for example in Self.examples {
            source.add(text: example.effect)
            source.add(literal: example.line)
        }
        source.begin(section: "SEE ALSO")
        for (index, page) in Self.relatives.enumerated() {
            source.add("Xr \(page)" + (index + 1 < Self.relatives.count ? " ," : ""))
        }
        return source.lines.map { $0 + "\n" }.joined()
    }

    private func addHead(to source: inout ManualSource) {
        source.add("\\\" Made by nx1sh --generate-manual.")
        source.add("Dd \(program.version.date)")
        source.add("Dt NX1SH 1")
        source.add("Os \(ManualText.argument("nx1sh " + program.version.number))")
        source.begin(section: "NAME")
        source.add("Nm nx1sh")
        source.add("Nd \(ManualText.escaped(program.abstract.asPartOfSentence))")
        source.begin(section: "SYNOPSIS")
        source.add("Nm")
        source.add("Op Ar option ...")
        source.add("Op Ar question ...")
    }

    private func addOptions(to source: inout ManualSource) {
        for section in program.sections {
            if let title = section.title { source.begin(part: title) }
            source.add(list: section.options) { option in
                let value = option.value.map { " Ar " + ManualText.argument($0) } ?? ""
                // Fl writes the first hyphen.
                return option.names.map { "Fl \(ManualText.escaped(String($0.dropFirst())))\(value)" }
                    .joined(separator: " , ")
            } _: {
                $1.add(text: $0.summary)
            }
        }
    }

    private func addCommands(to source: inout ManualSource) {
        source.add(text: Self.commands)
        for group in CommandGroup.allCases where group != .yours {
            source.begin(part: group.title)
            let commands = CommandRegistry.all.filter { $0.group == group }
            source.add(list: commands) {
                "Ic " + ManualText.argument($0.synopsis)
            } _: { command, source in
                source.add(text: command.summary.asSentence)
                if !command.aliases.isEmpty {
                    let names = command.aliases.map { ":" + $0 }.joined(separator: ", ")
                    source.add(text: "Also \(names).")
                }
                source.add(text: command.details)
                if !command.examples.isEmpty {
                    source.add(list: command.examples, isCompact: true) {
                        "Li " + ManualText.argument($0.line)
                    } _: {
                        $1.add(text: $0.effect)
                    }
                }
            }
        }
    }
}

extension String {
    /// With a capital at its beginning and a full stop at its end.
    fileprivate var asSentence: String {
        prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }

    /// The other way round.
    fileprivate var asPartOfSentence: String {
        let text = prefix(1).lowercased() + dropFirst()
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
