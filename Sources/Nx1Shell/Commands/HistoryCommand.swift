import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let history = Command(
        name: "history", group: .asking, usage: "[TEXT]",
        summary: "earlier lines, or those with TEXT in them",
        details: """
            The newest comes last; lines of other shells count too. Upper and lower case are
            the same. A line that begins with a blank, or may hold a secret, is never kept.
            """,
        examples: [
            .init(":history late orders", "the lines with those words"),
            .init(":history", "all of them"),
        ],
        shows: .always
    ) { invocation, session in
        var entries = try await session.surroundings.typedLines()
        // The line that asks is kept already, and is no answer.
        if invocation.context.place.origin == .prompt, entries.last?.hasPrefix(":history") == true {
            entries.removeLast()
        }
        let words = ArgumentWord.words(of: invocation.arguments)
        let text = (words.count == 1 ? words[0].text : invocation.arguments.trimmed).lowercased()
        let found = entries.enumerated().filter { text.isEmpty || $0.element.lowercased().contains(text) }
        if found.isEmpty {
            invocation.console.note(
                text.isEmpty ? "The history is empty." : "No line of the history has \"\(text)\" in it.")
        }
        return .table(
            columns: ["number", "line"],
            rows: found.map { [.number(JSONNumber($0.offset + 1)), .string($0.element)] })
    }
}
