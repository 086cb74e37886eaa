import Nx1Client
import Nx1Values
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let bg = Command(
        name: "bg", group: .runs, usage: "TEXT", summary: "asks the default crew without waiting",
        details: """
            At the prompt, a run announces itself when it finishes; :result shows its
            answer. Ending a text with a space and & does the same.
            """,
        examples: [.init(":bg Which orders are late?", "returns to the prompt at once")]
    ) { invocation, session in
        try await session.startInBackground(invocation.arguments, in: invocation.context)
        return .none
    }

    static let jobs = Command(
        name: "jobs", group: .runs, usage: "[--now]",
        summary: "shows the session's unfinished runs, live",
        details: """
            At a prompt it follows their progress until all have finished; q or Ctrl-C
            returns to the prompt. In a script, and with --now, it prints the list once.
            Background watches are listed too.
            """,
        examples: [
            .init(":jobs", "runs of :bg, and runs left with Ctrl-C"),
            .init(":jobs --now", "their state now, without following them"),
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
        if stillOpen.isEmpty, watches.isEmpty { invocation.console.note("No runs in progress.") }
        return Reply(stillOpen, watches)
    }

    static let wait = Command(
        name: "wait", group: .runs, usage: "[RUN…]",
        summary: "waits for runs to finish: those named, or all",
        details: "Ctrl-C stops the waiting, not the runs.",
        examples: [.init(":wait", "for all unfinished runs"), .init(":wait %1 %3", "for these two")],
        arguments: [.run],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        var runs: [TrackedRun] = []
        while let name = words.next() { runs.append(try await invocation.line.takeUp(name)) }
        try words.end(of: "wait")
        if runs.isEmpty { runs = invocation.line.runs.open }
        try await invocation.line.wait(for: runs)
        let failures = runs.map(\.record).filter { $0.error != nil }
        guard let first = failures.first else { return Reply(runs) }
        let which = failures.map { "%\($0.number)" }.joined(separator: ", ")
        let way = invocation.line.words.wayBack(to: first, by: ":result")
        throw ShownFailure(
            reply: Reply(runs),
            complaint: Complaint(
                .service(.runFailed), "\(which) failed.", advice: way.map { "`\($0)` says why." }))
    }
}

extension Reply {
    /// The runs of a session as a list, followed by its watches.
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
