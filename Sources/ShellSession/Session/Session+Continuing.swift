import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal
import ShellInput
package import ShellOutput
import ShellRuns
import Synchronization

/// The conversation that `--continue` goes on with.
public enum ContinuedConversation: Sendable, Hashable {
    /// The one of the host and profile that was used last.
    case newest
    /// The one that a run belongs to, as far as that run.
    case run(String)
}

extension Session {
    /// Goes on with a conversation of the journal, if the settings say so: its exchanges are carried by the next question.
    /// - Parameter question: A line whose first word may name the run.
    /// - Returns: the line without that word; nil if it can't go on, which is said and counted.
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

    /// Takes the exchanges before now from the journal, unless there is nothing, the session has some, or it has begun a topic.
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
            throw Complaint.usage("There is no conversation to continue: no host is set.")
        }
        if let entry = try await runs.journal.lastExchange(at: host, profile: runs.profile) { return entry }
        throw Complaint.usage(
            "There is no conversation to continue: the journal has no answered question at \(host)\(runs.profile.map { ", profile \($0)" } ?? "").",
            advice: "nx1sh :runs lists the journalled runs.")
    }

    /// The exchanges of a conversation as far as an entry go along with the next question, which is of that conversation.
    private func carry(to entry: JournalEntry, on console: Console) async throws {
        try await takeConversation(to: entry)
        if settings.context == 0 { settings.context = Exchange.usual }
        console.note(
            "Continuing \(entry.correlationID.prefix(8)) (\(Timestamp.local(entry.began))): \(entry.beginning(limit: 60))"
        )
    }

    /// The exchanges of a conversation as far as an entry are those that questions carry, and the next question is of that conversation.
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
    /// The exchange of the journal that a run is, once it has its answer.
    /// - Throws: ``Complaint`` if there is none; what waiting for the run throws.
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

/// A line whose first word may be taken off.
private final class RestOfLine: Sendable {
    private let state: Mutex<(text: String, isDone: Bool)>

    init(_ text: String) { state = Mutex((text, false)) }

    /// What is left; nil before all is done.
    var finished: String? { state.withLock { $0.isDone ? $0.text : nil } }

    /// All is done with it.
    func finish() { state.withLock { $0.isDone = true } }

    /// Whether a word is `%N` or a whole correlation id: no question begins so.
    private static func canOnlyBeRun(_ word: String) -> Bool {
        word.first == "%" && Int(word.dropFirst()) != nil
            || word.utf8.count == 36 && InputReference.mayBeID(word)
    }

    /// Takes the first word if it can only be a run, or if a run of the journal begins so: at least four hexadecimal digits.
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
