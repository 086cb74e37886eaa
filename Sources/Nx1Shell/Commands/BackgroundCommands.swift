import Nx1Client
import ShellOutput

extension Command {
    static let bg = Command(
        name: "bg", group: .runs, usage: "TEXT", summary: "asks the default crew, and doesn't wait",
        gist: "asks, without waiting",
        details: """
            At the prompt a run that has ended announces itself; :result shows the answer.
            A text that ends with a blank and & is the same.
            """,
        examples: [.init(":bg Which orders are late?", "the prompt is back at once")]
    ) { invocation, session in
        try await session.startInBackground(invocation.arguments, at: invocation.place)
        return .none
    }

    static let jobs = Command(
        name: "jobs", group: .runs, usage: "[--now]",
        summary: "the session's runs that are at work, live", gist: "runs at work",
        details: """
            At a prompt it shows how they go on, until all have ended, or q or Ctrl-C leads
            back. In a script, and with --now, it only looks.
            """,
        examples: [
            .init(":jobs", "those of :bg, and those that were left with Ctrl-C"),
            .init(":jobs --now", "only where they stand"),
        ],
        arguments: [.words(["--now"])]
    ) { invocation, session in
        var words = invocation.words
        let onlyNow = words.takeFlag("--now")
        try words.end(of: "jobs")
        var numbers = session.openRuns
        let isWatched =
            numbers.isEmpty || onlyNow ? false : try await session.watchOpenRuns(at: invocation.place)
        if !isWatched {
            for number in numbers { _ = try await session.look(at: number) }
            numbers = session.openRuns
        }
        if numbers.isEmpty { session.console.note("Nothing is at work.") }
        return session.standings(of: numbers)
    }

    static let wait = Command(
        name: "wait", group: .runs, usage: "[RUN…]",
        summary: "waits until runs have ended, all of them unless named",
        gist: "waits for runs", details: "Ctrl-C ends the waiting, not the runs.",
        examples: [.init(":wait", "for all at work"), .init(":wait %1 %3", "for these two")],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        var numbers: [Int] = []
        while let name = words.next() { numbers.append(try await session.take(up: name)) }
        try words.end(of: "wait")
        if numbers.isEmpty { numbers = session.openRuns }
        try await session.wait(for: numbers)
        let failures = numbers.filter { session.runs[$0].failure != nil }
        let reply = session.standings(of: numbers)
        guard let first = failures.first else { return reply }
        let which = failures.map { "%\($0)" }.joined(separator: ", ")
        throw BadNews(
            reply: reply,
            complaint: Complaint(
                Nx1Error.Code.runFailed.rawValue, "\(which) failed.", advice: ":result %\(first) says why.",
                exitStatus: .failed))
    }
}
