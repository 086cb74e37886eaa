import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let result = Command(
        name: "result", group: .runs, usage: "[RUN]",
        summary: "shows a run's answer, after its progress if it still runs",
        examples: [
            .init(":result", "the last run's answer"),
            .init(":result %1 -o json", "the first run's, as a JSON record"),
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
