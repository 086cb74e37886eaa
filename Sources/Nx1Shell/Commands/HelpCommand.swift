import Nx1Client
import Nx1Events
import ShellOutput
import ShellText

extension Command {
    static let help = Command(
        name: "help", aliases: ["?", "h"], group: .shell, usage: "[COMMAND]",
        summary: "the commands, or one of them with examples", gist: "this, or one command",
        examples: [.init(":help crew", "all about :crew"), .init(":help profile", "all about :profile")],
        arguments: [.command]
    ) { (invocation, _: inout SessionSettings) in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "help")
        guard let name else {
            let commands = CommandRegistry.all
            let page = invocation.console.page
            let overview = HelpOverview(commands, columns: page.columns ?? 80)
            return .page(overview.text, .array(commands.map { .object($0.row) }))
        }
        let bare = name.hasPrefix(":") ? String(name.dropFirst()) : name
        let command = try CommandRegistry.table.find(bare)
        return .page(command.page, .object(command.row.merging(command.particulars)))
    }

    /// Its name and what follows it.
    package var synopsis: String {
        usage.isEmpty ? ":\(name)" : ":\(name) \(usage)"
    }

    private var page: String {
        var lines = ["\(synopsis): \(summary)"]
        if !aliases.isEmpty { lines.append("also: " + aliases.map { ":" + $0 }.joined(separator: ", ")) }
        if !details.isEmpty { lines += ["", details] }
        if !examples.isEmpty {
            let width = examples.map(\.line.count).max() ?? 0
            lines.append("")
            lines += examples.map {
                "  " + $0.line + String(repeating: " ", count: width - $0.line.count + 2) + $0.effect
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What the list has of it, as data.
    private var row: JSONObject {
        [
            "command": .string(name), "group": .string(group.rawValue), "usage": .string(synopsis),
            "summary": .string(summary), "aliases": .array(aliases.map(JSONValue.string)),
        ]
    }

    /// What only its own page has, as data.
    private var particulars: JSONObject {
        [
            "details": .string(details),
            "examples": .array(examples.map { ["line": .string($0.line), "effect": .string($0.effect)] }),
        ]
    }
}
