import InputSources
import LineEditor
import Nx1Client
import Nx1Sandbox
import Nx1Shell
import Nx1Values
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process around a session: its streams, its signals, the source of its lines, and its exit status.
struct ShellProcess {
    private let options: ShellOptions
    private let environment: [String: String]
    private let isConversation: Bool
    private let interrupts: Interrupts
    private let home: ShellHome
    private let standardInput: StandardInput

    init(_ options: ShellOptions, environment: [String: String]) {
        self.options = options
        self.environment = environment
        home = ShellHome(environment: environment)
        isConversation =
            if case .standardInput = options.lines { isatty(0) == 1 && isatty(1) == 1 } else { false }
        interrupts = Interrupts(keepsForNext: !isConversation)
        standardInput = StandardInput(
            isConversation ? .prompt : options.readsKey ? .key : options.readsLines ? .lines : .free)
    }

    /// Runs the session to its end and returns the exit status.
    func run() async -> ExitStatus {
        let console = console
        do {
            guard options.usesSandbox else { return try await run(options.session, console: console) }
            return try await withPlainSandbox { sandbox in
                var settings = options.session
                settings.overrides.host = Setting(sandbox.host, from: .flag("--sandbox"))
                settings.overrides.apiKey = Setting(Secret(sandbox.apiKey), from: .flag("--sandbox"))
                return try await run(settings, console: console)
            }
        } catch {
            console.report(error)
            return Complaint(error)?.exitStatus ?? .interrupted
        }
    }

    private func run(_ settings: SessionSettings, console: Console) async throws -> ExitStatus {
        let events = try options.events.map(EventFile.sink)
        let completer = Completer(home: environment["HOME"])
        let editor = isConversation ? try lineEditor(completer) : nil
        let console = editor.map(console.beside) ?? console
        try explainHome(on: console)
        let questions = Questions { await editor?.release() }
        let session = Session(
            settings, program: .own, console: console, interrupts: interrupts, environment: environment,
            eventRecord: events,
            completer: completer, questions: questions, standardInput: standardInput, folders: folders,
            typedLines: typedLines(of: editor), journalPath: journalFile)
        do {
            if let editor {
                try await converse(session, editor: editor, console: console)
            } else {
                try await doAllLines(in: session, console: console)
            }
        } catch {
            await session.end()
            throw error
        }
        let status = isConversation ? .answered : await session.exitStatus
        await session.end()
        return status
    }

    /// The history, from the editor if there is one: it also holds lines that it couldn't write to the file.
    private func typedLines(of editor: LineEditor?) -> @Sendable () async throws -> [String] {
        let path = historyFile
        return {
            if let editor { return await editor.history() }
            return try path.map(LineEditor.history) ?? []
        }
    }

    private func doAllLines(in session: Session, console: Console) async throws {
        let signals = await SignalListener(interrupts: interrupts, editor: nil, console: console)
        defer { signals.cancel() }
        _ = try await signals.endings.race(deadline: nil) {
            if await doStartUpFile(in: session) { await doLines(in: session) }
            if let note = await standardInput.unreadNote { console.note(note) }
            await session.sayWhichGoOn()
        }
    }

    private func lineEditor(_ completer: Completer) throws -> LineEditor {
        var configuration = LineEditor.Configuration(program: "nx1sh", complete: completer.complete)
        configuration.historyFile = historyFile
        configuration.hasBoldLines = options.color.isOn(isTerminal: true, environment: environment)
        return try LineEditor(configuration)
    }

    private func converse(_ session: Session, editor: LineEditor, console: Console) async throws {
        let signals = await SignalListener(interrupts: interrupts, editor: editor, console: console)
        // The terminal gets its own modes back before a signal may end the process.
        let outcome: Result<Void, any Error>
        do {
            _ = try await signals.endings.race(deadline: nil) {
                switch await session.greet() {
                case .prompt: try await talk(in: session, editor: editor)
                case .sandbox:
                    try await withPlainSandbox { sandbox in
                        await session.use(
                            host: sandbox.host, apiKey: Secret(sandbox.apiKey), from: .flag("--sandbox"))
                        try await talk(in: session, editor: editor)
                    }
                }
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await editor.close()
        signals.cancel()
        try outcome.get()
    }

    private func talk(in session: Session, editor: LineEditor) async throws {
        guard await doStartUpFile(in: session), await session.resume(),
            await session.continueConversation() != nil
        else { return }
        try await Conversation(session, editor: editor).run()
    }

    private func doLines(in session: Session) async {
        var question = ""
        if case .question(let text) = options.lines { question = text }
        guard await session.resume() else { return }
        guard let question = await session.continueConversation(asking: question) else { return }
        if let rows = options.each {
            return await RowCommandLines(options.lines(asking: question), forEachOf: rows).run(in: session)
        }
        switch options.lines {
        case .standardInput: _ = await doFile("-", in: session)
        case .question: _ = await CommandLines([(1, question)]).run(in: session)
        case .steps(let steps): await doSteps(steps, in: session)
        }
    }

    private func doSteps(_ steps: [Step], in session: Session) async {
        var number = 0
        // Consecutive `-c` lines are one source, so they can run in parallel.
        var lines: [(number: Int, text: String)] = []
        func doCommandLines() async -> Bool {
            if lines.isEmpty { return true }
            defer { lines = [] }
            let ending = await CommandLines(lines, isOneOfSeveral: steps.count > 1).run(in: session)
            return ending == .finished
        }
        for step in steps {
            switch step.content {
            case .line(let line):
                number += 1
                lines.append((number, line))
            case .file(let path):
                guard await doCommandLines(), await doFile(path, in: session) else { return }
            }
        }
        _ = await doCommandLines()
    }

    /// Runs the lines of one file.
    /// - Returns: whether to continue with the next step.
    private func doFile(_ path: String, in session: Session) async -> Bool {
        do {
            let input = try InputSource.file(path, environment: environment)
            defer { input.close() }
            return await Script(input).run(in: session) != .stopped
        } catch {
            return await session.report(error, at: LineLocation(.commandLine, line: 0)) == .goOn
        }
    }

    /// The directories of the person's and the team's files.
    private var folders: OwnFolders {
        let directory = getcwd(nil, 0)
        defer { free(directory) }
        return OwnFolders(
            shellHome: home.path, workingDirectory: directory.map { String(cString: $0) },
            home: environment["HOME"])
    }

    /// The journal's path; nil keeps runs in memory, for instance those of a sandbox that ends with this process.
    private var journalFile: String? { keepsJournal ? home.path.map { $0 + "/journal.sqlite" } : nil }

    /// Whether runs are recorded on disk.
    private var keepsJournal: Bool {
        options.keepsJournal && !options.usesSandbox && !JournalVariable.isOff(in: environment)
    }

    private var historyFile: String? { home.path.map { $0 + "/history" } }

    /// Reports that the shell has no directory for its files, and what that means.
    private func explainHome(on console: Console) throws(Complaint) {
        guard let problem = home.problem else { return }
        if let batch = options.session.many?.batch, keepsJournal {
            throw .usage(
                "The batch \(batch) needs the journal. \(problem.sentence)")
        }
        if case .file = problem {
            console.complain(problem.sentence, isError: false)
        } else if keepsJournal {
            console.note(problem.sentence)
        }
    }

    /// Runs the startup file, if there is one.
    /// - Returns: whether to continue.
    private func doStartUpFile(in session: Session) async -> Bool {
        guard !options.skipsStartUpFile, let path = home.path.map({ $0 + "/rc" }), access(path, F_OK) == 0
        else {
            return true
        }
        do {
            let input = try InputSource.settings(path)
            defer { input.close() }
            return await session.runStartUpFile(input) != .stopped
        } catch {
            return await session.report(error, at: LineLocation(.commandLine, line: 0)) == .goOn
        }
    }

    /// Standard error, if it is a terminal that can be drawn on.
    private var screen: LiveScreen? {
        LiveScreen(descriptor: 2, terminalType: environment["TERM"])
    }

    private var console: Console {
        let remarks = ByteSink(fileDescriptor: 2)
        return Console(
            answers: ByteSink(fileDescriptor: 1), remarks: remarks,
            isColored: options.color.isOn(isTerminal: remarks.isTerminal, environment: environment),
            isQuiet: options.isQuiet, screen: remarks.isTerminal ? screen : nil,
            page: { [color = options.color, environment] in
                Page.of(descriptor: 1, color: color, environment: environment)
            })
    }
}

extension SandboxError: UsageError {}
