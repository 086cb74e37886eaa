import ShellOutput

extension Command {
    static let result = Command(
        name: "result", group: .runs, usage: "[RUN] [-o FORMAT]",
        summary: "a run's answer; while it works, its progress first", gist: "a run's answer",
        details: "With -o it is shown in another form, this once.",
        examples: [
            .init(":result", "the last run's answer"),
            .init(":result %1 -o json", "the first one's, as a JSON record"),
        ],
        arguments: [.run, .words(["-o"]), .format]
    ) { invocation, session in
        var words = invocation.words
        let format = try words.takeOption("-o", "--output").map(OutputFormat.find)
        let name = words.next() ?? "last"
        try words.end(of: "result")
        let report = try await invocation.line.report(on: name)
        try await invocation.line.show(report, as: format)
        return .none
    }
}
