import AnswerComparison
import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import ShellText

extension Command {
    static let diff = Command(
        name: "diff", group: .runs,
        usage: "[RUN|FILE]… [--by COLUMN] [--exit-code]",
        summary: "shows what changed between two answers",
        details: """
            Compares the last run, or RUN, with the previous run of the same question and
            crew. Of two runs, the older one is the old answer; of two files, the first; of
            a run and a file, the file. A name with a dot or slash is a file: .csv, .tsv,
            .json, .jsonl, or text with Markdown.
            Tables are compared row by row. Rows are matched by the first column, or by each
            COLUMN of --by (repeatable). Numbers are compared by value, JSON by path, and
            everything else line by line.
            With --exit-code, the exit status is 1 if there are differences.
            """,
        examples: [
            .init(":diff", "the last answer and the one before it"),
            .init(":diff %3 last-week.csv", "a file and a run"),
            .init(":diff %1 %2 --by region --by month", "matches rows by two columns"),
        ],
        arguments: [
            .anyOf([.run, .file]), .anyOf([.run, .file]), .words(["--by", "--exit-code"]),
        ], shows: .always
    ) { invocation, session in
        var words = invocation.words
        let setsStatus = words.takeFlag("--exit-code")
        var columns: [String] = []
        while let column = try words.takeOption("--by") { columns.append(column) }
        let names = [words.next(), words.next()].compactMap(\.self)
        try words.end(of: "diff")
        let (old, new) = try await invocation.line.comparedSides(names)
        let differences: AnswerDifferences
        do throws(UnknownColumn) {
            differences = try AnswerDifferences(old.answer, new.answer, by: columns)
        } catch {
            throw Complaint.usage(error.description)
        }
        let isSame = differences.isSame
        invocation.console.note(
            isSame
                ? "No difference between \(new.title) and \(old.title)." : "\(new.title) against \(old.title)"
        )
        if setsStatus, !isSame { invocation.context.outcome.add(.failed) }
        let shownAs = invocation.format ?? invocation.line.settings.format
        if isSame, ["auto", "text", "markdown", "table"].contains(shownAs.name) { return .none }
        let signs = ComparisonSigns(environment: invocation.line.surroundings.environment)
        return Reply(differences, from: old.data, to: new.data, signs: signs)
    }
}

extension Reply {
    fileprivate init(
        _ differences: AnswerDifferences, from old: JSONValue, to new: JSONValue, signs: ComparisonSigns
    ) {
        var data: JSONObject = ["old": old, "new": new]
        data.merge(differences.json.object ?? [:])
        self = .document(
            Document(
                rows: { differences.rows(on: $0, signs: signs) },
                text: { String(differences.rows(on: .endless, signs: signs).text.dropLast()) },
                data: .object(data), table: differences.table))
    }
}

/// One of the two sides of a comparison.
private struct ComparedSide {
    let answer: ComparedAnswer
    /// Its name in messages, such as `%2 (today 09:14)`.
    let title: String
    /// Its description in JSON output.
    let data: JSONValue
    /// The run's start, in milliseconds since 1970; nil for a file.
    var began: Int64?
}

extension LineRuns {
    /// The two sides that at most two words name, old one first.
    fileprivate func comparedSides(_ names: [String]) async throws -> (old: ComparedSide, new: ComparedSide) {
        if names.count == 2 {
            // Naming a run by its id makes it the last one, so resolve `last` first.
            let last = names.contains("last") ? try await comparedSide("last") : nil
            func side(_ name: String) async throws -> ComparedSide {
                if name == "last", let last { return last }
                return try await comparedSide(name)
            }
            let (first, second) = (try await side(names[0]), try await side(names[1]))
            switch (first.began, second.began) {
            case (let one?, let other?): return other > one ? (first, second) : (second, first)
            case (.some, nil): return (second, first)
            case (nil, _): return (first, second)
            }
        }
        let name = names.first ?? "last"
        if isFile(name) { return (try comparedFile(name), try await comparedSide("last")) }
        let run = try await takeUp(name)
        let new = try await comparedSide(run)
        guard let before = try await runs.runBefore(run) else {
            throw Complaint.usage(
                "\(words.name(of: run.record)) has no earlier answer to the same question from the same crew.",
                advice: "Name two runs, or a run and a file, as in `:diff %3 last-week.csv`.")
        }
        return (try await comparedSide(before), new)
    }

    private func isFile(_ name: String) -> Bool { name.contains(".") || name.contains("/") }

    private func comparedSide(_ name: String) async throws -> ComparedSide {
        isFile(name) ? try comparedFile(name) : try await comparedSide(takeUp(name))
    }

    private func comparedFile(_ path: String) throws -> ComparedSide {
        let bytes = try InputFiles.onDisk(home: surroundings.environment["HOME"]).bytes(at: path)
        do throws(ComparedAnswer.UnreadableFile) {
            return ComparedSide(
                answer: try ComparedAnswer(file: bytes, named: path), title: path,
                data: ["file": .string(path)])
        } catch {
            throw Complaint.usage("Couldn't compare \(path): \(error).")
        }
    }

    private func comparedSide(_ run: TrackedRun) async throws -> ComparedSide {
        let result = try await finishedResult(of: run)
        let record = run.record
        let time = Timestamp.local(record.beganAt, asOf: Timestamp.milliseconds())
        return ComparedSide(
            answer: ComparedAnswer(result.answer), title: "\(words.name(of: record)) (\(time))",
            data: ["run": .string(record.correlationID), "started_at": .string(record.startedAt)],
            began: record.beganAt)
    }

    /// The result of a finished run.
    /// - Throws: ``Complaint`` if the run hasn't finished, or failed.
    private func finishedResult(of run: TrackedRun) async throws -> CrewResult {
        var result = try await runs.journalledResult(of: run)
        if result == nil, case .ended(let found)? = try await look(at: run) { result = found }
        let record = run.record
        guard let result else {
            throw Complaint.usage(
                "Run \(record.correlationID) has no answer yet.",
                advice: words.wayBack(to: record).map { "`\($0)` waits for it." })
        }
        guard result.failure == nil else {
            throw Complaint.usage("Run \(record.correlationID) failed, so it has no answer to compare.")
        }
        return result
    }
}

extension RunWords {
    /// The run's name as typed: `%N` at a prompt, the beginning of its id elsewhere.
    fileprivate func name(of run: SessionRun) -> String {
        isConversing ? "%\(run.number)" : String(run.correlationID.prefix(8))
    }
}
