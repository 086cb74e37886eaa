import Nx1Client
import Nx1Values
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let bg = Command(
        name: "bg", group: .runs, usage: "TEXT", summary: "asks the default crew, and doesn't wait",
        details: """
            At the prompt a run that has ended announces itself; :result shows the answer.
            A text that ends with a blank and & is the same.
            """,
        examples: [.init(":bg Which orders are late?", "the prompt is back at once")]
    ) { invocation, session in
        try await session.startInBackground(invocation.arguments, in: invocation.context)
        return .none
    }

    static let jobs = Command(
        name: "jobs", group: .runs, usage: "[--now]",
        summary: "the session's runs that are at work, live",
        details: """
            At a prompt it shows how they go on, until all have ended, or q or Ctrl-C leads
            back. In a script, and with --now, it only looks. The watches in the
            background are in the list, too.
            """,
        examples: [
            .init(":jobs", "those of :bg, and those that were left with Ctrl-C"),
            .init(":jobs --now", "only where they stand"),
        ],
        arguments: [.words(["--now"])],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let onlyNow = words.takeFlag("--now")
        try words.end(of: "jobs")
        let runs = invocation.line.runs.open
        let isWatched =
            runs.isEmpty || onlyNow || invocation.context.isRedirected
            ? false : try await invocation.line.watchOpenRuns()
        let watches = session.watches.all
        if isWatched { return Reply(runs, watches) }
        for run in runs { _ = try await invocation.line.look(at: run) }
        let stillOpen = invocation.line.runs.open
        if stillOpen.isEmpty, watches.isEmpty { invocation.console.note("Nothing is at work.") }
        return Reply(stillOpen, watches)
    }

    static let wait = Command(
        name: "wait", group: .runs, usage: "[RUN…]",
        summary: "waits until runs have ended, all of them unless named",
        details: "Ctrl-C ends the waiting, not the runs.",
        examples: [.init(":wait", "for all at work"), .init(":wait %1 %3", "for these two")],
        arguments: [.run],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        var runs: [TrackedRun] = []
        while let name = words.next() { runs.append(try await invocation.line.takeUp(name)) }
        try words.end(of: "wait")
        if runs.isEmpty { runs = invocation.line.runs.open }
        try await invocation.line.wait(for: runs)
        let failures = runs.filter { $0.record.error != nil }.map(\.number)
        guard let first = failures.first else { return Reply(runs) }
        let which = failures.map { "%\($0)" }.joined(separator: ", ")
        throw ShownFailure(
            reply: Reply(runs),
            complaint: Complaint(
                .service(.runFailed), "\(which) failed.", advice: ":result %\(first) says why."))
    }
}

extension Reply {
    /// Runs of a session as a list, and its watches behind them.
    fileprivate init(_ runs: [TrackedRun], _ watches: [BackgroundWatches.Facts]) {
        self.init(
            runs,
            followedBy: watches.map { watch in
                let rounds = watch.rounds.counted("round")
                return [
                    watch.run.map { .string("%\($0.number)") } ?? .null, .string(watch.crew.rawValue),
                    "watching", .null,
                    .string(
                        "\(watch.interval), \(rounds)\(watch.question.map { ": \($0.prefix(60))" } ?? "")"),
                ]
            })
    }
}
