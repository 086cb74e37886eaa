extension Command {
    static let help = Command(
        name: "help", aliases: ["?"], usage: "[COMMAND]",
        summary: "the commands, or one of them with examples",
        examples: [.init(":help crew", "all about :crew")],
        arguments: [.command]
    ) { invocation, _ in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "help")
        guard let name else { return .prose(overview) }
        let bare = name.hasPrefix(":") ? String(name.dropFirst()) : name
        return .prose(page(for: try CommandRegistry.find(bare)))
    }

    private static var overview: String {
        let rows = CommandRegistry.all.map { ($0.synopsis, $0.summary) } + [("text", "asks the default crew")]
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }
        let closing = """

            RUN is last (the default), %N, or a correlation id or its unique beginning.
            Several lines as one text: between \""" and \""", or with \\ at the end of a line.
            Ctrl-C leaves a run, Ctrl-D the shell. :help COMMAND tells more.
            """
        return (lines + [closing]).joined(separator: "\n")
    }

    private static func page(for command: Command) -> String {
        var lines = ["\(command.synopsis): \(command.summary)"]
        if !command.aliases.isEmpty {
            lines.append("also: " + command.aliases.map { ":" + $0 }.joined(separator: ", "))
        }
        if !command.details.isEmpty { lines += ["", command.details] }
        if !command.examples.isEmpty {
            let width = command.examples.map(\.line.count).max() ?? 0
            lines.append("")
            lines += command.examples.map {
                "  " + $0.line + String(repeating: " ", count: width - $0.line.count + 2) + $0.effect
            }
        }
        return lines.joined(separator: "\n")
    }

    private var synopsis: String {
        usage.isEmpty ? ":\(name)" : ":\(name) \(usage)"
    }
}
