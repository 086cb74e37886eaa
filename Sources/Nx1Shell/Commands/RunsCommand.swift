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
        usage: "[TEXT] [OPTION…]", summary: "lists recent runs, newest first, or searches for TEXT",
        details: """
            TEXT is words, or beginnings of words, to find in questions and answers.
            --crew TYPE, --status STATUS, --since TIME, --session NAME and --limit N (20)
            narrow the list. All rounds of a :watch are one row: its newest run.
            TIME is a day, a moment (2026-11-25T08:00), or a time before now: 12h, 7d.
            --remote also asks the service, and shows runs that were started elsewhere.
            Runs older than 90 days, and the oldest above 256 MiB, are deleted
            automatically, a few whenever a shell ends. --prune deletes them all now and
            frees the disk space. --delete RUN… deletes these runs from the journal; the
            service keeps them.
            The first column is a RUN for :result, :status and :again.
            """,
        examples: [
            .init(":runs", "the last 20"),
            .init(":runs late orders --since 7d", "this week's runs with those words"),
            .init(":runs --status failed --limit 5 --remote", "anyone's last failures"),
            .init(":runs --delete 57071cf2", "deletes a private run"),
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
                "--dry-run deletes nothing from the journal.", advice: "Leave out --dry-run.")
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
                throw Complaint.usage(OptionMessages.invalidCount(limit, of: "--limit"))
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
        // If the list is incomplete, that has been reported already.
        if entries.isEmpty, await list.outage == nil {
            try query.refuseUnknownStatus()
            invocation.console.note(isAnything ? "No runs yet." : "No matching runs.")
        }
        return list.reply(entries)
    }
}

extension LineRuns {
    /// Deletes the runs that the words name from the journal.
    /// - Throws: ``Complaint``, before anything is deleted, if a run isn't in the journal or is still running.
    fileprivate func delete(_ words: inout Words) async throws -> Reply {
        var named: [TrackedRun] = []
        while let name = words.next() { named.append(try await takeUp(name)) }
        try words.end(of: "runs")
        if named.isEmpty {
            throw Complaint.usage("--delete needs a RUN.", advice: ":runs lists them.")
        }
        for run in named.map(\.record) {
            if run.host == nil {
                throw Complaint.usage("Run \(run.correlationID) isn't in the journal.")
            }
            if run.goesOn {
                throw Complaint.usage(
                    "Run \(run.correlationID) is still running, so it stays in the journal.",
                    advice: "To wait until it finishes, use :wait.")
            }
        }
        guard let count = try await runs.delete(named) else {
            throw Complaint(.noJournal, "The journal can't be used, so nothing was deleted.")
        }
        return .facts([.init("removed", .number(JSONNumber(count)))])
    }
}

extension JournalQuery {
    /// Refuses a status that no run has and that isn't published. Another service may have more than those.
    fileprivate func refuseUnknownStatus() throws(Complaint) {
        let known = CrewRunStatusEnum.published.map(\.rawValue)
        guard let status = status?.rawValue, !known.contains(status) else { return }
        throw .usage(
            "No matching run has the status \"\(status)\".",
            advice: NearestNames.question(about: status, among: known, most: 1)
                ?? "Statuses: \(known.joined(separator: ", ")).")
    }
}
