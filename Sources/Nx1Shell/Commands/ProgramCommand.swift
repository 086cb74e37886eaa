import InputSources
import OutputDestinations
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let program = Command(
        name: "!", group: .shell, usage: "[COMMAND]",
        summary: "a command of your own shell, or that shell",
        details: """
            SHELL reads COMMAND and has the terminal until it ends; Ctrl-C ends it and not
            nx1sh. Keys and tokens of nx1sh are not among its variables. An exit status
            other than 0 is a failure, 1 in a script. :! alone is the shell itself.

            Behind a command that shows something, | COMMAND does the same with what it
            shows; > FILE and >> FILE write that to a file.
            """,
        examples: [
            .init(":! ls -l *.csv", "which files there are"),
            .init(":result -o csv | sort -t, -k3", "the last table, sorted"),
            .init(":steps --sql > queries.sql", "the queries, into a file"),
            .init(":!", "a shell; leaving it leads back here"),
        ]
    ) { invocation, session in
        let line = invocation.arguments.isBlank ? nil : invocation.arguments
        if line == nil, session.surroundings.questions == nil {
            throw Complaint.usage(
                ":! alone starts a shell, which needs a terminal.", advice: "Give it a command: :! COMMAND.")
        }
        // The lines that are still to come are not the program's.
        let isTaken = session.surroundings.standardInput.holdsLines
        try await session.run(line, reading: isTaken ? .nothing : .inherited, in: invocation.context)
        return .none
    }
}
