import ShellSession

extension Command {
    static let quit = Command(
        name: "quit", aliases: ["q", "exit"], group: .shell, summary: "leaves the shell, like Ctrl-D"
    ) {
        (invocation, _: inout SessionSettings) in
        try invocation.words.end(of: "quit")
        throw Leaving()
    }
}
