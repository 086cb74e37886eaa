import Nx1Shell
import ShellGuide
import ShellOutput
import ShellSession

/// The manual page nx1sh(1): the options of the argument parser, the commands of the registry, and sections of the guide.
public struct ManualPage {
    private let program: ProgramDescription

    /// The page of this program.
    public init(_ program: ProgramDescription) {
        self.program = program
    }

    /// The page's source, for man(1).
    public var text: String {
        var source = ManualSource()
        addHead(to: &source)
        source.begin(section: "DESCRIPTION")
        source.add(markdown: Guide.root.content(omitting: ["Topics"], naming: Self.name))
        source.begin(section: "INPUT LINES")
        for heading in GuideSection.inputLines {
            source.begin(part: heading.title)
            source.add(markdown: heading.text)
        }
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
        source.add(markdown: GuideSection.files.text)
        source.begin(section: "EXIT STATUS")
        source.add(list: Array(ExitStatus.meanings)) {
            "\($0.key.rawValue)"
        } _: {
            $1.add(text: $0.value.asSentence)
        }
        source.add(text: ReferenceTables.exitStatusRule)
        source.begin(section: "EXAMPLES")
        source.add(markdown: GuideSection.recipes.text)
        source.begin(section: "SEE ALSO")
        for (index, page) in Self.relatives.enumerated() {
            source.add("Xr \(page)" + (index + 1 < Self.relatives.count ? " ," : ""))
        }
        return source.text
    }

    /// Related pages with their sections, ordered by section and name.
    private static let relatives = ["curl 1", "jq 1", "less 1", "editrc 5", "nx1sh-guide 7"]

    /// A link to a page of the guide.
    static func name(_ page: GuidePage) -> String {
        "**\(page.title.uppercased())** in **nx1sh-guide**(7)"
    }

    private func addHead(to source: inout ManualSource) {
        source.addHead(of: program, name: "nx1sh", section: 1, about: program.abstract)
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
        source.add(markdown: GuideSection.pipes.text)
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

    /// Without a capital at its beginning and a full stop at its end.
    var asPartOfSentence: String {
        let text = prefix(1).lowercased() + dropFirst()
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
