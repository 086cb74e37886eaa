import OutputDestinations
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let copy = Command(
        name: "copy", group: .runs, usage: "[RUN] [-o FORMAT]",
        summary: "copies a run's answer to the clipboard",
        details: """
            The terminal sets the clipboard (OSC 52), so this works over ssh too. Inside
            tmux, tmux passes the text on. In some terminals, it must be enabled first. The
            limit is 74,994 bytes. The text is the answer as it came, unless -o says
            otherwise.
            """,
        examples: [
            .init(":copy", "the last answer"),
            .init(":copy %2 -o csv", "a table, for a spreadsheet"),
        ],
        arguments: [.run], shows: .elsewhere
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "copy")
        let report = try await invocation.line.report(on: name)
        guard var bytes = try (invocation.format ?? .text).run(report, .endless)?.inPipe else { return .none }
        // Without its final line break: pasted at a prompt, the text would be submitted at once.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        try await Clipboard(environment: session.surroundings.environment).copy(bytes)
        invocation.console.note("Copied \(bytes.count.counted("byte")) to the terminal's clipboard.")
        return .none
    }
}
