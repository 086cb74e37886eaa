import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession
import ShellText
import Synchronization
import TypedRequests

/// The parsed command line, as plain values.
///
/// Without options, nothing has to be parsed: ArgumentParser takes longer than everything else before the first
/// prompt, and a quarter of the time of a question.
struct ShellOptions {
    /// Where the lines come from.
    enum Lines {
        /// A prompt, or the lines of stdin.
        case standardInput
        case question(String)
        case steps([Step])
    }

    var lines = Lines.standardInput
    /// The table whose rows the lines run for (`--each`).
    var each: String?
    var session = SessionSettings()
    /// The file of `--events`.
    var events: String?
    var color = ColorChoice.auto
    var isQuiet = false
    var skipsStartUpFile = false
    var usesSandbox = false
    var keepsJournal = true
    /// Whether the pre-shared key is read from standard input.
    var readsKey = false
}

extension ShellOptions {
    /// Whether any lines are read from standard input.
    var readsLines: Bool {
        switch lines {
        case .standardInput: true
        case .question: false
        case .steps(let steps):
            steps.contains { if case .file("-") = $0.content { true } else { false } }
        }
    }

    /// The lines given on the command line, numbered; lines of files are not included.
    func lines(asking question: String) -> [(number: Int, text: String)] {
        switch lines {
        case .standardInput: []
        case .question: [(1, question)]
        case .steps(let steps):
            steps.compactMap { if case .line(let text) = $0.content { text } else { nil } }
                .enumerated().map { ($0.offset + 1, $0.element) }
        }
    }

    /// Accepts the words of a question, or none; returns nil if any word could be an option.
    init?(words: some Collection<String>) {
        guard !words.contains(where: { $0.hasPrefix("-") }) else { return nil }
        self.init()
        if !words.isEmpty { ask(Array(words)) }
    }

    /// Turns the words of a question into a line. A word `@-` attaches standard input.
    private mutating func ask(_ words: [String]) {
        let text = words.filter { $0 != "@-" }
        let command = text.first.flatMap { $0.hasPrefix(":") ? $0.dropFirst().prefix { $0 != " " } : nil }
        guard text.count < words.count, command.map({ ["crew", "bg", "again"].contains($0) }) ?? true else {
            lines = .question(words.joined(separator: " "))
            return
        }
        lines = .question(text.joined(separator: " "))
        session.attachments.append(.standardInput)
    }

    /// Continues the last conversation, or a run's if the whole question is a run id; the lines then come from
    /// standard input.
    private mutating func continueConversation() {
        session.continued = .newest
        if case .question(let run) = lines, InputReference.mayBeID(run) {
            session.continued = .run(run)
            lines = .standardInput
        }
    }

    /// Creates the options that `arguments` describe, and reads the files that they name.
    /// - Parameter home: the folder that `~/` stands for in the file of an item.
    init(_ arguments: Arguments, home: String?) throws {
        if arguments.doctor {
            lines = .question(":doctor")
        } else if arguments.login {
            lines = .question(arguments.loginLine)
        } else if !arguments.question.isEmpty {
            ask(arguments.question)
        } else if !arguments.steps.isEmpty {
            lines = .steps(arguments.steps)
        }
        if arguments.continues { continueConversation() }
        each = arguments.each
        events = arguments.output.events
        color = arguments.output.color
        isQuiet = arguments.output.quiet
        skipsStartUpFile = arguments.noRc || arguments.login || arguments.doctor
        usesSandbox = arguments.sandbox
        keepsJournal = !arguments.noJournal
        readsKey = ["-", "/dev/stdin"].contains(arguments.connection.apiKeyFile)

        session.crew = arguments.crew.map(CrewType.init(rawValue:))
        session.format = arguments.output.output
        session.progress = arguments.output.progress
        session.deadline = arguments.deadline?.duration
        session.stopsOnError = arguments.stopOnError
        if arguments.jobs != nil || arguments.batch != nil {
            session.many = ManyLines(jobs: arguments.jobs ?? 1, batch: arguments.batch)
        }
        session.session = arguments.session
        session.reuse = arguments.reuse
        session.inputForm = arguments.inputForm
        session.verbosity = arguments.output.verbose
        session.overrides = try arguments.connection.overrides()
        if let line = arguments.ifChanged {
            lines = .question(line)
            session.showsOnlyChanges = true
        }
        session.isDryRun = arguments.dryRun
        // A table would start with a header line.
        if arguments.dryRun { session.format = .auto }
        let files = InputFiles.onDisk(home: home)
        for argument in arguments.set {
            let item = try RequestItem.read(argument, files: files)
            session.add(item)
        }
        for path in arguments.attach {
            session.attachments.append(
                path == "-" ? .standardInput : try PendingAttachment(file: path, from: files))
        }
    }
}

/// One `-c` or `-f`, with its position among all of them: ArgumentParser keeps two lists and loses their common
/// order.
struct Step: Sendable {
    enum Content: Sendable {
        case line(String)
        case file(String)
    }

    let position: Int
    let content: Content

    private static let count = Mutex(0)

    static func line(_ text: String) -> Step { Step(.line(text)) }

    static func file(_ path: String) -> Step { Step(.file(path)) }

    private init(_ content: Content) {
        // ArgumentParser transforms the values in command-line order.
        position = Self.count.withLock { count in
            count += 1
            return count
        }
        self.content = content
    }
}
