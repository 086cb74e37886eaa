import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal
import ShellInput
package import ShellOutput
import ShellRuns
import Synchronization

/// The conversation that `--continue` resumes.
public enum ContinuedConversation: Sendable, Hashable {
    /// The last used one of this host and profile.
    case newest
    /// The one that a run belongs to, up to and including that run.
    case run(String)
}

extension Session {
    /// Resumes a conversation of the journal if the settings ask for it. The next question carries its
    /// exchanges.
    /// - Parameter question: a line whose first word may name the run.
    /// - Returns: the line without that word; nil after a failure, which has been reported and counted.
    public func continueConversation(asking question: String = "") async -> String? {
        guard let continued = settings.continued else { return question }
        let context = context(at: LineLocation(.commandLine, line: 0))
        let rest = RestOfLine(question)
        let continuation = await attempt(in: context) { session in
            let line = session.lineRuns(in: context)
            var name: String?
            if case .run(let run) = continued {
                name = run
            } else {
                name = try await rest.takeRun(in: session.runs)
            }
            let entry =
                if let name { try await line.exchange(of: name) } else { try await session.lastExchange() }
            try await session.carry(to: entry, on: context.console)
            rest.finish()
        }
        return continuation == .goOn ? rest.finished : nil
    }

    /// Loads the last conversation from the journal, unless there is none or the session already has
    /// exchanges or a new topic.
    package func carryLastConversation(on console: Console) async throws {
        // A named session has its own exchanges, or none yet.
        guard settings.session == nil, carriedExchanges(upTo: 1).isEmpty, !hasBegunTopic,
            let host = runs.host,
            let entry = try await runs.journal.lastExchange(at: host, profile: runs.profile)
        else { return }
        try await carry(to: entry, on: console)
    }

    private func lastExchange() async throws -> JournalEntry {
        guard let host = runs.host else {
            throw Complaint.usage(
                "There is no conversation to continue: no host is set.",
                advice: "Set NX1_HOST, pass --host, or add a profile to ~/.nx1/profiles.")
        }
        if let entry = try await runs.journal.lastExchange(at: host, profile: runs.profile) { return entry }
        throw Complaint.usage(
            "There is no conversation to continue: the journal has no answered question at \(host)\(runs.profile.map { ", profile \($0)" } ?? "").",
            advice: "`nx1sh :runs` lists the runs in the journal.")
    }

    /// Adds the exchanges of a conversation up to an entry to the next question, which joins that
    /// conversation.
    private func carry(to entry: JournalEntry, on console: Console) async throws {
        try await takeConversation(to: entry)
        if settings.context == 0 { settings.context = Exchange.usual }
        console.note(
            "Continuing \(entry.correlationID.prefix(8)) (\(Timestamp.local(entry.began))): \(entry.beginning(limit: 60))"
        )
    }

    /// Makes the exchanges of a conversation up to an entry the current ones. The next question joins that
    /// conversation.
    func takeConversation(to entry: JournalEntry) async throws {
        let kept = try await runs.journal.conversation(to: entry.sentID, limit: Exchange.limits.upperBound)
        let host = connection.hostAsSet
        for entry in kept?.exchanges ?? [entry] {
            guard let crew = entry.crew, let question = entry.question, let result = entry.result else {
                continue
            }
            exchanges.add(Exchange(crew: crew, question: question, answer: result.text, host: host))
        }
        conversation = .within(kept?.name ?? entry.sentID)
    }
}

extension LineRuns {
    /// The journal's entry of a run that is a question with an answer. Waits for the answer.
    /// - Throws: ``Complaint`` if the journal has no question for the run; the errors of waiting for the run.
    fileprivate func exchange(of name: String) async throws -> JournalEntry {
        let run = try await takeUp(name)
        _ = try await result(of: run)
        let record = run.record
        if let host = record.host, host != runs.host {
            throw Complaint.usage(
                "Run \(record.correlationID) belongs to \(host), and answers of one service aren't sent to another.",
                advice: "To continue it there, use --host \(host).")
        }
        let entries = try await runs.journal.runs(beginning: record.sentID)
        guard let entry = entries.first(where: { $0.sentID == record.sentID }), entry.question != nil else {
            throw Complaint.usage(
                "Run \(record.correlationID) can't be continued: the journal has no question for it.")
        }
        return entry
    }
}

/// A line whose first word may be removed.
private final class RestOfLine: Sendable {
    private let state: Mutex<(text: String, isDone: Bool)>

    init(_ text: String) { state = Mutex((text, false)) }

    /// The remaining text; nil until ``finish()`` is called.
    var finished: String? { state.withLock { $0.isDone ? $0.text : nil } }

    /// Marks the line as complete.
    func finish() { state.withLock { $0.isDone = true } }

    /// Whether a word is `%N` or a whole correlation id. No question starts with either.
    private static func canOnlyBeRun(_ word: String) -> Bool {
        word.first == "%" && Int(word.dropFirst()) != nil
            || word.utf8.count == 36 && InputReference.mayBeID(word)
    }

    /// Removes the first word if it can only be a run, or if it is at least four hexadecimal digits and
    /// matches a run of the journal.
    func takeRun(in runs: Runs) async throws -> String? {
        let text = state.withLock { $0.text }
        let word = String(text.prefix { !$0.isWhitespace })
        let rest = text.dropFirst(word.count).drop(while: \.isWhitespace)
        if rest.isEmpty { return nil }
        if !Self.canOnlyBeRun(word) {
            guard InputReference.mayBeID(word),
                try await !runs.journal.runs(beginning: word.lowercased()).isEmpty
            else { return nil }
        }
        state.withLock { $0.text = String(rest) }
        return word
    }
}
