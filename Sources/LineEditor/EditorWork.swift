import Synchronization

/// The work of the editor's thread: waits for a line to read, reads it, and repeats.
final class EditorWork: Sendable {
    private let configuration: LineEditor.Configuration
    private let terminal: Terminal
    private let mailbox: Mailbox
    private let printer: PrintQueue

    init(_ configuration: LineEditor.Configuration, terminal: Terminal, mailbox: Mailbox, printer: PrintQueue)
    {
        self.configuration = configuration
        self.terminal = terminal
        self.mailbox = mailbox
        self.printer = printer
    }

    func run() {
        let history = SessionHistory(
            file: configuration.historyFile, size: configuration.historySize, report: report)
        var session: EditLineSession?
        while true {
            let (news, step) = mailbox.next()
            for entry in news.entries { history.remember(entry) }
            if news.forgetsKeys { session?.forgetKeys() }
            if news.wasResumed { session?.takeTerminal(whileEditing: false) }
            switch step {
            case .edit(let line):
                session?.stopListening()
                do {
                    let open =
                        try session
                        ?? EditLineSession(
                            configuration, terminal: terminal, history: history, mailbox: mailbox,
                            printer: printer)
                    session = open
                    answer(line, with: Result { try open.readLine(prompt: line.prompt, text: line.text) })
                } catch {
                    answer(line, with: .failure(error))
                }
            case .release(let answers):
                session?.stopListening()
                session?.release()
                for answer in answers { answer.resume() }
            case .sendHistory(let answers):
                let entries = history.all()
                for answer in answers { answer.resume(returning: entries) }
            case .wait(let listener):
                if let session {
                    session.wait(listening: listener)
                } else {
                    _ = mailbox.wakeUp.wait()
                }
            case .end:
                session?.end()
                history.end()
                mailbox.end()
                return
            }
        }
    }

    private func answer(_ line: LineRequest, with result: Result<LineEditor.Reading, any Error>) {
        mailbox.finishLine()
        line.answer.resume(with: result)
    }

    private func report(_ failure: HistoryFailure) {
        if let say = configuration.historyFailed {
            say(failure.sentence)
        } else {
            _ = printer.print(failure.sentence)
        }
    }
}

/// A pending call of `line`.
struct LineRequest {
    let number: Int
    let prompt: String
    /// The initial text of the line.
    let text: String
    let answer: CheckedContinuation<LineEditor.Reading, any Error>
}
