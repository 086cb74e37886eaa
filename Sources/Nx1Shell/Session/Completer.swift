public import LineEditor
import Nx1Client
import Synchronization

/// What Tab offers: a picture of the session, taken anew after each line, which the editor's thread reads.
public final class Completer: Sendable {
    struct Knowledge: Sendable {
        var crews = CrewType.published.map(\.rawValue)
        var runs: [SessionRun] = []
        var stickyKeys: [String] = []
        var profiles: [String] = []
    }

    private let knowledge = Mutex(Knowledge())

    /// Knows the commands and the published crews.
    public init() {}

    func learn(_ new: Knowledge) {
        knowledge.withLock { $0 = new }
    }

    /// What can stand where the cursor is.
    public func complete(_ request: CompletionRequest) -> CompletionAnswer {
        let line = request.textBeforeCursor
        guard line.hasPrefix(":") else { return CompletionAnswer(replacing: 0, candidates: []) }
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let word = words.last ?? ""
        let found = candidates(for: word, after: words.dropLast()).filter { $0.text.hasPrefix(word) }
        return CompletionAnswer(replacing: word.count, candidates: found)
    }

    private func candidates(for word: String, after words: ArraySlice<String>) -> [Candidate] {
        guard let first = words.first else {
            return CommandRegistry.all.map { Candidate(text: ":" + $0.name, note: $0.summary, isFinal: true) }
        }
        guard let command = try? CommandRegistry.find(String(first.dropFirst())), !command.arguments.isEmpty
        else {
            return []
        }
        let given = words.dropFirst().filter { !$0.isEmpty }.count
        return candidates(of: command.arguments[min(given, command.arguments.count - 1)])
    }

    private func candidates(of kind: ArgumentKind) -> [Candidate] {
        let known = knowledge.withLock { $0 }
        func plain(_ names: [String]) -> [Candidate] {
            names.map { Candidate(text: $0, note: nil, isFinal: true) }
        }
        return switch kind {
        case .command: CommandRegistry.all.map { Candidate(text: $0.name, note: $0.summary, isFinal: true) }
        case .crew: plain(known.crews)
        case .run: known.runs.map { Candidate(text: "%\($0.number)", note: $0.question, isFinal: true) }
        case .stickyKey: plain(known.stickyKeys)
        case .item: known.stickyKeys.map { Candidate(text: $0 + "=", note: nil, isFinal: false) }
        case .format: OutputFormat.all.map { Candidate(text: $0.name, note: $0.summary, isFinal: true) }
        case .profile: plain(known.profiles)
        case .profileSetting:
            ProfileKey.allCases.map {
                Candidate(text: $0.rawValue + ($0.isSecret ? "=@" : "="), note: nil, isFinal: false)
            }
        case .words(let words): plain(words)
        case .anyOf(let kinds): kinds.flatMap(candidates)
        case .file: []
        }
    }
}

extension Session {
    /// Tells Tab what there is now.
    func refreshCompletion() {
        guard let completer else { return }
        var knowledge = Completer.Knowledge()
        if let offeredCrews { knowledge.crews = offeredCrews.map(\.rawValue) }
        knowledge.runs = runs.runs.reversed()
        knowledge.stickyKeys = settings.sticky.map(\.key)
        knowledge.profiles = (try? connection.profiles())?.profiles.map(\.name) ?? []
        completer.learn(knowledge)
    }
}

extension SessionRun {
    /// What was asked, if anything was.
    var question: String? { text ?? input?["question"]?.string }
}
