import Nx1Client
import Nx1Values
import RunJournal
import ShellOutput
import ShellReports
import ShellRuns
import ShellSession

extension Command {
    static let report = Command(
        name: "report", group: .runs, usage: "FILE [RUN…] [OPTION…]",
        summary: "writes runs and answers as a page or Markdown",
        details: """
            Writes the question, answer, time and crew of each RUN to FILE, with its steps
            and queries folded. FILE ends in .html for a self-contained page, or in .md for
            Markdown. The shell's key and tokens are masked, and so are inputs named like
            secrets. Without RUN, the report has the last run. --all includes all runs of
            this session, --since TIME those in the journal for this service and profile,
            --session NAME those of a named session: at most the newest 500. :help runs
            explains TIME. --title TEXT sets the title. --force replaces an existing file.
            """,
        examples: [
            .init(":report late.html", "the last run as a page"),
            .init(":report week.md --since 7d --title \"Week 47\"", "a week as Markdown"),
        ],
        arguments: [.file, .anyOf([.run, .words(["--all", "--since", "--session", "--title", "--force"])])]
    ) { invocation, session in
        var words = invocation.words
        let isForced = words.takeFlag("--force")
        let title = try words.takeOption("--title")
        let choice = try ReportChoice(&words)
        let path = words.next()
        let names = try words.names(of: "report")
        guard let path else {
            throw Complaint.usage(":report needs a file.", advice: "`:help report` shows how.")
        }
        let file = try ReportFile(path, home: invocation.line.surroundings.environment["HOME"])
        try file.check(over: isForced)
        let accounts = try await choice.accounts(named: names, in: invocation.line)
        let cover = invocation.line.runs.secretCover
        let entries = accounts.map { account in
            var entry = ReportEntry(account.entry, account.steps)
            entry.pictures = session.pictures(of: account.entry).map(cover.covered)
            return entry
        }
        try file.write(
            Report(title: title.map(cover.covered), made: .now, entries: entries), over: isForced)
        invocation.console.note("Wrote a report of \(entries.count.counted("run")) to \(path).")
        return .none
    }
}

/// The runs that a report includes.
private enum ReportChoice {
    case named, all
    /// Since a moment in milliseconds since 1970.
    case since(Int64)
    /// Those of the session with this name.
    case session(String)

    /// The maximum number of runs in a report.
    private static let most = 500

    init(_ words: inout Words) throws {
        let wantsAll = words.takeFlag("--all")
        let since = try words.takeOption("--since").map { try PastTime.since($0) }
        let session = try words.takeOption("--session")
        let given = [
            wantsAll ? "--all" : nil, since == nil ? nil : "--since", session == nil ? nil : "--session",
        ].compactMap(\.self)
        if given.count > 1 {
            throw Self.conflict(given[0], given[1])
        }
        self =
            session.map(ReportChoice.session) ?? since.map(ReportChoice.since) ?? (wantsAll ? .all : .named)
    }

    /// The accounts of the runs, each run once.
    func accounts(named names: [String], in line: LineRuns) async throws -> [RunAccount] {
        switch self {
        case .named:
            var runs: [TrackedRun] = []
            for name in names.isEmpty ? ["last"] : names { runs.append(try await line.takeUp(name)) }
            return try await accounts(of: runs, in: line)
        case .all:
            try refuse(names, beside: "--all")
            let runs = line.runs.all.suffix(Self.most)
            if runs.isEmpty { throw Complaint.noRuns }
            return try await accounts(of: Array(runs), in: line)
        case .since(let moment):
            try refuse(names, beside: "--since")
            guard let found = try await line.runs.accounts(since: moment, limit: Self.most) else {
                throw Complaint(.noJournal, "The journal can't be used, so --since finds no runs.")
            }
            if found.isEmpty {
                throw Complaint.usage("The journal has no runs since then for this service and profile.")
            }
            return found
        case .session(let name):
            try refuse(names, beside: "--session")
            guard let found = try await line.runs.accounts(ofSession: name, limit: Self.most) else {
                throw Complaint(.noJournal, "The journal can't be used, so --session finds no runs.")
            }
            if found.isEmpty {
                throw Complaint.usage(
                    "The journal has no runs of a session \(name).", advice: ":session lists the sessions.")
            }
            return found
        }
    }

    private func accounts(of runs: [TrackedRun], in line: LineRuns) async throws -> [RunAccount] {
        var accounts: [RunAccount] = []
        var seen: Set<String> = []
        for run in runs where seen.insert(run.record.correlationID).inserted {
            accounts.append(try await line.runs.account(of: run, open: line.open))
        }
        return accounts
    }

    private func refuse(_ names: [String], beside option: String) throws {
        guard let name = names.first else { return }
        throw Self.conflict(name, option)
    }

    private static func conflict(_ first: String, _ second: String) -> Complaint {
        .usage("\(first) and \(second) can't be combined.", advice: "Use one of them.")
    }
}
