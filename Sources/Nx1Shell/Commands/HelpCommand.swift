import Nx1Client
import Nx1Events
import SavedQuestions
import ShellGuide
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let help = Command(
        name: "help", aliases: ["?", "h"], group: .shell, usage: "[COMMAND|GROUP|TOPIC]",
        summary: "lists commands and topics, or explains one",
        details: """
            :help lists the commands, in groups, and the topics of the guide. :help COMMAND
            explains a command, :help GROUP lists what the commands of a group do, and
            :help TOPIC shows a page of the guide. A topic can be abbreviated.
            """,
        examples: [
            .init(":help crew", "explains :crew"),
            .init(":help display", "lists what the display commands do"),
            .init(":help signing-in", "shows the page about signing in"),
        ],
        arguments: [.anyOf([.command, .topic])],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "help")
        let commands =
            CommandRegistry.all + session.questionShelf.list().questions.map { Command(asking: $0) }
        guard let name else {
            let overview = HelpOverview(
                commands, topics: Guide.pages.map(\.topic), columns: invocation.console.page.columns ?? 80)
            return .page(overview.text, .array(commands.map { .object($0.row) }))
        }
        return try HelpSubject(name, commands: commands).reply
    }
}
