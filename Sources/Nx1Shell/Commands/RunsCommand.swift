import Nx1Client
import Nx1Events
import Nx1HTTP
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let runs = Command(
        name: "runs", group: .runs,
        usage: "[TEXT] [OPTION…]", summary: "recent runs, newest first, searched by TEXT",
        details: """
            TEXT is looked for in questions and answers, by words and their beginnings.
            --crew TYPE, --status STATUS, --since TIME, --session NAME and --limit N (20)
            narrow the list. The rounds of a :watch are one row, the newest of them.
            TIME is a day, a moment (2026-11-25T08:00), or a time before now: 12h, 7d.
            --remote asks the service, too, and shows runs that were started elsewhere.
            Runs older than 90 days, and the oldest above 256 MiB, go by themselves, a
            little whenever a shell ends; --prune takes them out now, and gives the room
            back to the disk. --delete RUN… takes these out of the journal; the service
            keeps them.
            The first column is a RUN for :result, :status and :again.
            """,
        examples: [
            .init(":runs", "the last 20"),
            .init(":runs late orders --since 7d", "with those words, of this week"),
            .init(":runs --status failed --limit 5 --remote", "the last failures, of anybody"),
            .init(":runs --delete 57071cf2", "this one is nobody's business"),
        ],
        arguments: [
            .anyOf([
                .words([
                    "--crew", "--status", "--since", "--session", "--limit", "--remote", "--prune",
                    "--delete",
                ]), .run,
            ])
        ],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        if invocation.line.settings.isDryRun, words.has("--prune") || words.has("--delete") {
            throw Complaint.usage(
                "With --dry-run nothing is taken out of the journal.", advice: "Leave out --dry-run.")
        }
        if words.takeFlag("--prune") {
            try words.end(of: "runs")
            return try await RunList(invocation.line.runs, on: invocation.console).prune()
        }
        if words.takeFlag("--delete") { return try await invocation.line.delete(&words) }
        let isRemote = words.takeFlag("--remote")
        var query = JournalQuery()
        query.crew = try words.takeOption("--crew").map(CrewType.init(rawValue:))
        query.status = try words.takeOption("--status").map(CrewRunStatusEnum.init(rawValue:))
        query.since = try words.takeOption("--since").map { try PastTime.since($0) }
        query.session = try words.takeOption("--session")
        if let limit = try words.takeOption("--limit") {
            guard let count = Int(limit), count > 0 else {
                throw Complaint.usage("--limit wants a number above zero, not \"\(limit)\".")
            }
            query.limit = count
        }
        query.text = try words.text(of: "runs")
        let list = RunList(invocation.line.runs, on: invocation.console)
        let isAnything = query == JournalQuery()
        query.foldsWatches = true
        let entries =
            isRemote
            ? try await list.entries(query, from: invocation.line.open()) : try await list.entries(query)
        // Of an incomplete list it was said already that it is one.
        if entries.isEmpty, await list.outage == nil {
            invocation.console.note(isAnything ? "There are no runs yet." : "No run fits.")
        }
        return list.reply(entries)
    }
}

extension LineRuns {
    /// Takes the runs that the words name out of the journal.
    /// - Throws: ``Complaint`` before anything is deleted if one of them isn't there, or is still at work.
    fileprivate func delete(_ words: inout Words) async throws -> Reply {
        var named: [TrackedRun] = []
        while let name = words.next() { named.append(try await takeUp(name)) }
        try words.end(of: "runs")
        if named.isEmpty {
            throw Complaint.usage("--delete wants a RUN after it.", advice: ":runs lists them.")
        }
        for run in named.map(\.record) {
            if run.host == nil {
                throw Complaint.usage("The run \(run.correlationID) isn't in the journal.")
            }
            if run.goesOn {
                throw Complaint.usage(
                    "The run \(run.correlationID) is still at work, so it stays in the journal.",
                    advice: ":wait waits for its end.")
            }
        }
        guard let count = try await runs.delete(named) else {
            throw Complaint(.noJournal, "The journal can't be used.")
        }
        return .facts([.init("removed", .number(JSONNumber(count)))])
    }
}
