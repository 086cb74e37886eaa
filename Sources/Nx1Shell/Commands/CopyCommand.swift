import OutputDestinations
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let copy = Command(
        name: "copy", group: .runs, usage: "[RUN] [-o FORMAT]",
        summary: "a run's answer onto the clipboard",
        details: """
            The terminal is told the text (OSC 52), so it works over ssh too. In tmux it is
            handed on by tmux. Some terminals have to allow it first. The text can have
            74,994 bytes. It is the answer as it came unless -o says otherwise.
            """,
        examples: [
            .init(":copy", "the last answer"),
            .init(":copy %2 -o csv", "a table, to paste it into a sheet"),
        ],
        arguments: [.run], shows: .elsewhere
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "copy")
        let report = try await invocation.line.report(on: name)
        guard var bytes = try (invocation.format ?? .text).run(report, .endless)?.inPipe else { return .none }
        // Pasted at a prompt, it would be done at once.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        try await Clipboard(environment: session.surroundings.environment).copy(bytes)
        invocation.console.note("The terminal has \(bytes.count.counted("byte")) for its clipboard.")
        return .none
    }
}
