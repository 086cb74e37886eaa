import InputSources
import OutputDestinations
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let program = Command(
        name: "!", group: .shell, usage: "[COMMAND]",
        summary: "runs a command in your shell, or starts that shell",
        details: """
            SHELL runs COMMAND in the foreground; Ctrl-C ends COMMAND, not nx1sh. The keys
            and tokens of nx1sh are removed from its environment. An exit status other
            than 0 is a failure: 1 in a script. :! alone starts the shell.

            After a command that shows something, | COMMAND gets its output as standard
            input; > FILE and >> FILE write it to a file.
            """,
        examples: [
            .init(":! ls -l *.csv", "lists files"),
            .init(":result -o csv | sort -t, -k3", "the last table, sorted"),
            .init(":steps --sql > queries.sql", "writes the queries to a file"),
            .init(":!", "a shell; leaving it returns here"),
        ]
    ) { invocation, session in
        let line = invocation.arguments.isBlank ? nil : invocation.arguments
        if line == nil, session.surroundings.questions == nil {
            throw Complaint.usage(
                "Without a command, :! starts a shell, which needs a terminal.", advice: "Use `:! COMMAND`.")
        }
        // The rest of standard input holds lines of the script, so the program must not read it.
        let isTaken = session.surroundings.standardInput.holdsLines
        try await session.run(line, reading: isTaken ? .nothing : .inherited, in: invocation.context)
        return .none
    }
}
