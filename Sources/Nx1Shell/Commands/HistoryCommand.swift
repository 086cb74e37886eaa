import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let history = Command(
        name: "history", group: .asking, usage: "[TEXT]",
        summary: "lists earlier lines, or those that contain TEXT",
        details: """
            The newest line comes last. Lines from other shells are included. The search
            ignores case. Lines that start with a space, or may hold a secret, are never
            recorded.
            """,
        examples: [
            .init(":history late orders", "lines with those words"),
            .init(":history", "all lines"),
        ],
        shows: .always
    ) { invocation, session in
        var entries = try await session.surroundings.typedLines()
        // The `:history` line itself is already recorded, and isn't part of the answer.
        if invocation.context.place.origin == .prompt, entries.last?.hasPrefix(":history") == true {
            entries.removeLast()
        }
        let words = ArgumentWord.words(of: invocation.arguments)
        let text = (words.count == 1 ? words[0].text : invocation.arguments.trimmed).lowercased()
        let found = entries.enumerated().filter { text.isEmpty || $0.element.lowercased().contains(text) }
        if found.isEmpty {
            invocation.console.note(
                text.isEmpty ? "The history is empty." : "No line in the history contains \"\(text)\".")
        }
        return .table(
            columns: ["number", "line"],
            rows: found.map { [.number(JSONNumber($0.offset + 1)), .string($0.element)] })
    }
}
