public import LineEditor
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns

/// A session at a prompt: reads lines until somebody leaves.
public struct Conversation: Sendable {
    private let session: Session
    private let editor: LineEditor

    /// A conversation over `editor`, which stays the caller's.
    public init(_ session: Session, editor: LineEditor) {
        self.session = session
        self.editor = editor
    }

    /// Reads and does lines until `:quit`, Ctrl-D, or the terminal is gone.
    /// - Throws: `CancellationError`, or what the editor threw.
    public func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            let announcements = Announcements(of: session)
            group.addTask { await announcements.announceLeftRuns() }
            group.addTask { await announcements.lookUpLostRuns() }
            group.addTask { await announcements.learnTemplates() }
            group.addTask { [watches = session.watches] in await watches.run() }
            try await readLines()
            session.sayWhichWatchesEnd()
        }
        await session.sayWhichGoOn()
    }

    private func readLines() async throws {
        var parser = StatementParser(mode: .prompt, commands: session.surroundings.commands.names)
        var rows: [String] = []
        var number = 0
        var draft = ""
        await session.refreshCompletion()
        while true {
            let prompt = await session.prompt
            let shown =
                parser.isInside ? String(repeating: ".", count: max(0, prompt.count - 2)) + "> " : prompt
            let reading = try await editor.line(prompt: shown, text: draft)
            draft = ""
            switch reading {
            case .forEditor(let text):
                draft = try await edited(text)
            case .endOfFile:
                // Ctrl-D inside a block leaves the block first: nobody loses rows by one key.
                guard parser.isInside else { return }
                parser.reset()
                rows = []
            case .interrupted:
                parser.reset()
                rows = []
            case .line(let entry):
                number += 1
                rows.append(entry)
                let step = parser.feed(entry: entry, number: number)
                if case .more = step { continue }
                // Which values of a template are sensitive may not be known until the line has run.
                let isRememberedLater = session.mayHoldSensitiveValue(step)
                if !isRememberedLater { await remember(rows, step) }
                session.surroundings.console.beginRows()
                let continuation = await perform(step)
                if isRememberedLater { await remember(rows, step) }
                rows = []
                if continuation != .goOn { return }
                await session.save()
                if let text = session.outcome.takeTextToEdit() { draft = try await edited(text) }
                session.surroundings.console.endRows()
                await session.refreshCompletion()
            }
        }
    }

    /// What the person's editor makes of a text, to be looked at and sent; the text itself if it makes nothing of it.
    /// - Throws: `CancellationError`.
    private func edited(_ text: String) async throws -> String {
        await editor.release()
        do {
            return try await TextEditor(environment: session.surroundings.environment).edit(text)
        } catch let complaint as Complaint {
            _ = await session.report(complaint, at: LineLocation(.prompt, line: 0))
            return text
        }
    }

    private func perform(_ step: StatementParser.Step) async -> Session.Continuation {
        switch step {
        case .nothing, .more: return .goOn
        case .statement(let statement):
            return await session.perform(statement, at: LineLocation(.prompt, line: statement.line)) {
                [editor] in editor.takeInterruption()
            }
        case .refused(let reason, let line):
            return await session.report(
                Complaint.usage("The line \(reason)."), at: LineLocation(.prompt, line: line))
        }
    }

    /// Keeps an entry as it was typed, or, of several, the text they made: it comes back as one entry. One that may hold a
    /// secret is kept nowhere.
    private func remember(_ rows: [String], _ step: StatementParser.Step) async {
        if await session.holdsSecret(rows, of: step) { return }
        if rows.count == 1 {
            editor.remember(rows[0])
        } else if case .statement(let statement) = step, case .text(let text) = statement.content {
            editor.remember(text.hasPrefix(":") && !text.contains("\n") ? "\\" + text : text)
        }
    }
}
