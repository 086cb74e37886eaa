import FileCompletion
import LineEditor
import Nx1Client
import SavedQuestions
import ShellCharts
import ShellGuide
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import ShellText

/// Completion candidates for a command's arguments, by the kind of each argument.
struct ArgumentCandidates {
    let known: Completer.Knowledge
    let files: FileNames

    /// The candidates for the word at the cursor.
    func answer(to typed: TypedCommand) -> CompletionAnswer {
        guard let name = typed.name else {
            return fitting(
                typed.word,
                CommandRegistry.all.map { Candidate(text: ":" + $0.name, note: $0.summary) }
                    + questions(":"))
        }
        guard let command = CommandRegistry.table.command(named: name) else {
            let question = known.names.questions().first { $0.name == name }
            return fitting(typed.word, question.map { places(of: $0, besides: typed.finished) } ?? [])
        }
        if command.shows != .nothing, command.shows != .elsewhere, typed.finished.last?.hasSuffix(">") == true
        {
            return paths(typed.word, takesBlanks: false)
        }
        if case .line? = command.arguments.last, typed.place > 0 { return answer(inside: typed) }
        if ["template", "crew"].contains(command.name), !typed.word.hasPrefix("-"),
            let answer = TemplateCandidates(templates: known.names.templates).answer(to: typed)
        {
            return answer
        }
        if let kind = typed.optionBefore.flatMap(Self.kind) {
            return fitting(typed.word, candidates(of: kind, for: typed.word))
        }
        if typed.word.hasPrefix("-") {
            let format = command.shows == .nothing ? [] : ["-o"]
            return fitting(typed.word, plain(command.arguments.flatMap(\.options) + format))
        }
        guard let last = command.arguments.last else {
            return CompletionAnswer(replacing: 0, candidates: [])
        }
        // A command that takes only a file reads its whole line as the path, spaces included.
        if command.arguments.count == 1, case .file = last {
            return paths(typed.arguments, takesBlanks: true)
        }
        let kind = typed.place < command.arguments.count ? command.arguments[typed.place] : last
        if case .file = kind { return paths(typed.word, takesBlanks: false) }
        if kind.takesItems, let item = TypedFileItem(typed.word) {
            return CompletionAnswer(replacing: typed.word.count, candidates: item.candidates(in: files))
        }
        return fitting(typed.word, candidates(of: kind, for: typed.word))
    }

    private func questions(_ prefix: String) -> [Candidate] {
        known.names.questions().map {
            Candidate(text: prefix + $0.name, note: VisibleText.visibleLine($0.headline))
        }
    }

    /// The values that a saved question takes, without those already given.
    private func places(of question: SavedQuestion, besides given: [String]) -> [Candidate] {
        question.text.places.filter { place in !given.contains { $0.hasPrefix(place.name + "=") } }.map {
            Candidate(text: $0.name + "=", note: $0.standard, isFinal: false)
        }
    }

    /// The candidates inside the line that a command takes after its first word: a line that asks a crew.
    private func answer(inside typed: TypedCommand) -> CompletionAnswer {
        let none = CompletionAnswer(replacing: 0, candidates: [])
        let words = ArgumentWord.words(of: typed.arguments)
        guard let first = words.first, let line = TypedCommand(typed.text(behind: first)) else { return none }
        guard line.name == nil else { return answer(to: line) }
        let commands = Set(CommandRegistry.all.map { ":" + $0.name }).subtracting([":crew", ":template"])
        var answer = answer(to: line)
        answer.candidates.removeAll { commands.contains($0.text) }
        return answer
    }

    private func fitting(_ word: String, _ candidates: [Candidate]) -> CompletionAnswer {
        // Names that need quotes are offered before the quote is typed.
        let typed = word.drop { $0 == "\"" }
        return CompletionAnswer(
            replacing: word.count,
            candidates: candidates.filter { $0.text.drop { $0 == "\"" }.hasPrefix(typed) })
    }

    private func paths(_ path: String, takesBlanks: Bool) -> CompletionAnswer {
        CompletionAnswer(replacing: path.count, candidates: fileNames(path, takesBlanks: takesBlanks))
    }

    private func fileNames(_ path: String, takesBlanks: Bool = false) -> [Candidate] {
        files.matching(path).filter { takesBlanks || !$0.path.contains(where: \.isWhitespace) }
            .map { Candidate(text: $0.path, label: $0.label, isFinal: !$0.isFolder) }
    }

    private func candidates(of kind: ArgumentKind, for word: String) -> [Candidate] {
        switch kind {
        case .command: CommandRegistry.all.map { Candidate(text: $0.name, note: $0.summary) } + questions("")
        case .topic: Self.topics
        case .question: questions("")
        case .crew:
            plain(known.names.crews.map(\.rawValue) + known.names.crewFiles())
                + TemplateCandidates(templates: known.names.templates).names
        case .template: TemplateCandidates(templates: known.names.templates).names
        case .run: runs(for: word)
        case .column:
            plain(
                Chart.columnNames(of: AnswerParts(known.answer).tables).map {
                    $0.contains(" ") ? "\"\($0)\"" : $0
                })
        case .stickyKey: plain(known.names.stickyKeys)
        case .item: known.names.stickyKeys.map { Candidate(text: $0 + "=", isFinal: false) }
        case .format: OutputFormat.all.map { Candidate(text: $0.name, note: $0.summary) }
        case .session: plain(known.names.sessions)
        case .profile: plain(known.names.profiles)
        case .profileSetting:
            ProfileKey.allCases.map {
                Candidate(text: $0.rawValue + ($0.isSecret ? "=@" : "="), isFinal: false)
            }
        case .words(let words): plain(words.filter { !$0.hasPrefix("-") })
        case .anyOf(let kinds): kinds.flatMap { candidates(of: $0, for: word) }
        case .file: fileNames(word)
        case .line: []
        }
    }

    /// The kind of an option's value; nil if it has none, or takes anything.
    private static func kind(ofValueBehind option: String) -> ArgumentKind? {
        switch option {
        case "-o", "--output": .format
        case "--crew": .crew
        case "--session": .session
        case "--until": .words(["changed", "same"])
        case "--x": .column
        case "--kind": .words(ChartKind.allCases.map(\.rawValue))
        case "--status": .words(["pending", "running", "completed", "failed"])
        default: nil
        }
    }

    /// Offers the session's runs by number, which is short, and by id once the person has started typing one, or if
    /// the session has no runs yet.
    private func runs(for word: String) -> [Candidate] {
        let own = known.runs.map { ($0.correlationID, "%\($0.number)", $0.question) }
        if !own.isEmpty, word.isEmpty || word.hasPrefix("%") {
            return own.map { Candidate(text: $1, note: $2.map(VisibleText.visibleLine)) }
        }
        let ids = Set(own.map(\.0))
        let all =
            own.map { ($0.0, $0.2) } + known.kept.filter { !ids.contains($0.id) }.map { ($0.id, $0.question) }
        if all.isEmpty { return [] }
        return [Candidate(text: "last", note: "the newest run")]
            + all.map { Candidate(text: $0, note: $1.map(VisibleText.visibleLine)) }
    }

    /// The groups of commands, and the pages of the guide.
    private static var topics: [Candidate] {
        let groups = CommandGroup.allCases.filter { group in
            CommandRegistry.all.contains { $0.group == group } && Guide.page(topic: group.title) == nil
        }
        return groups.map { Candidate(text: $0.title.lowercased(), note: $0.summary) }
            + Guide.pages.map { Candidate(text: $0.topic, note: $0.abstract) }
    }

    private func plain(_ names: [String]) -> [Candidate] {
        names.map { Candidate(text: $0) }
    }
}

extension ArgumentKind {
    /// Its words that start with a dash; they can appear anywhere among the arguments.
    fileprivate var options: [String] {
        switch self {
        case .words(let words): words.filter { $0.hasPrefix("-") }
        case .anyOf(let kinds): kinds.flatMap(\.options)
        default: []
        }
    }

    fileprivate var takesItems: Bool {
        switch self {
        case .item, .profileSetting: true
        case .anyOf(let kinds): kinds.contains(where: \.takesItems)
        default: false
        }
    }
}
