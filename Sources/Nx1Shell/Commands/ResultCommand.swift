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
        let number = try await session.take(up: name)
        let result = try await session.result(of: number, at: invocation.place)
        let run = session.runs[number]
        var report = RunReport(line: invocation.place.line, crew: run.crew, input: run.input)
        report.include(run)
        report.result = result
        try await session.show(report, in: format, at: invocation.place)
        return .none
    }
}
