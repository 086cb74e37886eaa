import Nx1Events
import SavedQuestions
import ShellGuide
import ShellInput
import ShellOutput
import ShellSession

/// What `:help NAME` explains.
enum HelpSubject {
    case command(Command)
    case group(CommandGroup, [Command])
    /// - Parameter commands: the commands of the group that has the topic's name; none without such a group.
    case topic(GuidePage, commands: [Command])

    /// Finds the subject of that name: a command before a group or a topic, and an exact name before a prefix.
    /// - Throws: ``Complaint`` with the most similar names.
    init(_ name: String, commands: [Command]) throws(Complaint) {
        let bare = name.hasPrefix(":") ? String(name.dropFirst()) : name
        if let command = CommandTable(commands).command(named: bare) {
            self = .command(command)
            return
        }
        guard bare == name else { throw Self.unknown(name, bare, commands) }
        let group = CommandGroup.allCases.first { $0.title.lowercased() == name.lowercased() }
        let members = commands.filter { $0.group == group }
        if let page = Guide.page(topic: name) {
            self = .topic(page, commands: members)
        } else if let group {
            if members.isEmpty {
                throw .usage(
                    "There are no saved questions.", advice: ":help define explains how to save one.")
            }
            self = .group(group, members)
        } else if let page = Guide.page(topicBeginning: name) {
            let title = page.topic
            self = .topic(page, commands: commands.filter { $0.group.title.lowercased() == title })
        } else {
            throw Self.unknown(name, bare, commands)
        }
    }

    private static func unknown(_ name: String, _ bare: String, _ commands: [Command]) -> Complaint {
        let names = commands.map(\.name)
        let groups = CommandGroup.allCases.filter { group in commands.contains { $0.group == group } }
        let subjects = names + groups.map { $0.title.lowercased() } + Guide.pages.map(\.topic)
        let foreign = ForeignCommands.command(named: bare).map { [$0] }
        let meant = foreign ?? CommandMeanings.commands(meantBy: bare, among: names)
        let nearest = meant.isEmpty ? NearestNames.nearest(to: bare, among: subjects) : meant
        return .usage(
            "No help for \"\(name)\".",
            advice: NearestNames.question(naming: nearest, prefix: ":help ")
                ?? "Type :help for the commands and topics.")
    }

    /// The text, and the same as data.
    var reply: Reply {
        switch self {
        case .command(let command):
            .page(command.page, .object(command.row.merging(command.particulars)))
        case .group(let group, let commands):
            .page(HelpOverview.text(of: group, commands), .array(commands.map { .object($0.row) }))
        case .topic(let page, let commands):
            .article(
                page.text(with: commands),
                [
                    "topic": .string(page.topic), "title": .string(page.title),
                    "abstract": .string(page.abstract), "commands": .array(commands.map { .object($0.row) }),
                    "text": .string(page.text(with: [])),
                ])
        }
    }
}

extension GuidePage {
    /// The page in Markdown, in which a link to a page is the command that shows it.
    /// - Parameter commands: commands to list between the abstract and the rest.
    fileprivate func text(with commands: [Command]) -> String {
        let rows = commands.map { command in
            "| `:\(command.name)` | \(command.summary.replacing("|", with: "\\|")) |"
        }
        let table = ["## Commands", "", "| command | does |", "|---|---|"] + rows
        return markdown(headline: commands.isEmpty ? "" : table.joined(separator: "\n")) {
            "`:help \($0.topic)`"
        }
    }
}
