import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let result = Command(
        name: "result", group: .runs, usage: "[RUN]",
        summary: "a run's answer; while it works, its progress first",
        examples: [
            .init(":result", "the last run's answer"),
            .init(":result %1 -o json", "the first one's, as a JSON record"),
            .init(":result -o csv | sort -t, -k3", "a table, sorted by its third column"),
        ],
        arguments: [.run], shows: .always
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "result")
        let report = try await invocation.line.report(on: name)
        try await invocation.line.show(report)
        return .none
    }
}
