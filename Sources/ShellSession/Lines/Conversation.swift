public import LineEditor
import OutputDestinations
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// A session at a prompt. Reads lines until the user quits.
public struct Conversation: Sendable {
    private let session: Session
    private let editor: LineEditor

    /// Creates a conversation over `editor`, which the caller still owns.
    public init(_ session: Session, editor: LineEditor) {
        self.session = session
        self.editor = editor
    }

    /// Reads and runs lines until `:quit`, Ctrl-D, or the terminal closes.
    /// - Throws: `CancellationError`, or the error of the editor.
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
                // Inside a block, Ctrl-D leaves only the block, so that one key too many doesn't end the
                // session.
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
                // Which values of a template are sensitive may be unknown until the line has run.
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

    /// The text as edited in the user's editor; the original text if the editor fails.
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
                Complaint.invalidLine(reason), at: LineLocation(.prompt, line: line))
        }
    }

    /// Adds an entry to the history. An entry of several rows is stored as the text they form, so it is
    /// recalled as one entry. Entries that may hold a secret are not stored.
    private func remember(_ rows: [String], _ step: StatementParser.Step) async {
        if await session.holdsSecret(rows, of: step) { return }
        if rows.count == 1 {
            editor.remember(rows[0])
        } else if case .statement(let statement) = step, case .text(let text) = statement.content {
            editor.remember(text.hasPrefix(":") && !text.contains("\n") ? "\\" + text : text)
        }
    }
}
