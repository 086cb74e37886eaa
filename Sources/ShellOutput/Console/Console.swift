public import LineEditor
public import ShellText

/// The two streams of the shell, and the only code that writes to them: answers go to stdout, all else to stderr.
public struct Console: Sendable {
    /// stdout: answers, and what a command was asked to show.
    package let answers: ByteSink
    /// stderr: progress, notes, errors.
    package let remarks: ByteSink
    /// What covers secrets in it.
    package let cover: RemarkCover
    private let isColored: Bool
    private let isQuiet: Bool
    private let pageOfAnswers: @Sendable () -> Page
    /// What changes on stderr while a crew works; nil where nothing can.
    package let live: LiveProgress?
    /// The editor of the lines that are typed on the same terminal.
    private let editor: LineEditor?
    /// What is shown between two of those lines; nil without an editor.
    let rows: ShownRows?

    /// A console over two streams.
    /// - Parameters:
    ///   - answers: stdout, or what stands for it.
    ///   - remarks: stderr, or what stands for it.
    ///   - isColored: whether what goes to `remarks` has colours.
    ///   - isQuiet: notes and progress are left out; errors are not.
    ///   - screen: what stderr's terminal is like, if it can be drawn on.
    ///   - page: how large the window is in which answers are read, at this moment, and what it can do.
    public init(
        answers: ByteSink, remarks: ByteSink, isColored: Bool = false, isQuiet: Bool = false,
        screen: LiveScreen? = nil, page: @escaping @Sendable () -> Page = { .endless }
    ) {
        let cover = RemarkCover()
        let remarks = remarks.covered(by: cover)
        self.init(
            answers: answers, remarks: remarks, cover: cover, isColored: isColored, isQuiet: isQuiet,
            page: page,
            live: isQuiet ? nil : screen.map { LiveProgress(on: remarks, $0, isColored: isColored) },
            editor: nil, rows: nil)
    }

    private init(
        answers: ByteSink, remarks: ByteSink, cover: RemarkCover, isColored: Bool, isQuiet: Bool,
        page: @escaping @Sendable () -> Page, live: LiveProgress?, editor: LineEditor?, rows: ShownRows?
    ) {
        pageOfAnswers = page
        self.answers = answers
        self.remarks = remarks
        self.cover = cover
        self.isColored = isColored
        self.isQuiet = isQuiet
        self.live = live
        self.editor = editor
        self.rows = rows
    }

    /// The same beside a line editor on the same terminal: what is said while a line is typed stands above that line.
    public func beside(_ editor: LineEditor) -> Console {
        let rows = ShownRows()
        return Console(
            answers: answers.observed(by: rows.count), remarks: remarks, cover: cover, isColored: isColored,
            isQuiet: isQuiet,
            page: pageOfAnswers, live: remarks.isTerminal ? live?.beside(editor) : live,
            editor: remarks.isTerminal ? editor : nil, rows: rows)
    }

    /// The same for one line of many, whose turn to be written comes.
    package func writing(to sheets: OrderedSheets, as number: Int) -> Console {
        func sink(_ stream: OrderedSheets.Stream, _ own: ByteSink) -> ByteSink {
            ByteSink(isTerminal: own.isTerminal) { bytes throws(OutputFailure) in
                try sheets.write(Array(bytes), to: stream, from: number)
            }
        }
        return Console(
            answers: sink(.answers, answers), remarks: sink(.remarks, remarks), isColored: isColored,
            isQuiet: isQuiet, page: pageOfAnswers)
    }

    /// The same, where answers go to a program or a file.
    package func writing(answersTo sink: ByteSink) -> Console {
        Console(
            answers: sink, remarks: remarks, cover: cover, isColored: isColored, isQuiet: isQuiet,
            page: { .endless }, live: live, editor: editor, rows: rows)
    }

    /// Whether what is shown is shown to a person.
    package var isTerminal: Bool { answers.isTerminal }

    /// Where answers are read.
    package var page: Page {
        var page = pageOfAnswers()
        page.isTerminal = answers.isTerminal
        return page
    }

    /// Writes an answer, or what a command shows. In a pipe text goes byte for byte.
    package func answer(_ shown: Shown) throws(OutputFailure) {
        try answers.write(answers.isTerminal ? shown.onTerminal(page).bytes : shown.inPipe)
    }

    /// Writes text of whatever origin, and a newline.
    func answer(_ text: String) throws(OutputFailure) {
        try answer(.text(text))
    }

    /// A line in passing: what happened, how to go on.
    package func note(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// A line of progress.
    func progress(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// Whether notes and progress are left out.
    package var isSilent: Bool { isQuiet }

    /// What ended while the person may be doing something else: a note, with a signal for a terminal.
    package func announce(_ text: String, signal: String) {
        if isQuiet { return }
        let line = (remarks.isTerminal ? signal : "") + styled(text, "2")
        if live?.print(line) == true { return }
        if let editor { editor.announce(line) } else { write(line) }
    }

    /// A signal for the terminal, such as its bell.
    package func signal(_ signal: String) {
        if remarks.isTerminal, !signal.isEmpty { try? remarks.write(signal) }
    }

    /// An error, as a sentence; or, if it is none, something that has to be said even to those who want quiet.
    package func complain(_ text: String, isError: Bool = true) {
        remark(text, style: isError ? "31" : "2")
    }

    /// A question, behind which the answer is typed.
    package func ask(_ text: String) {
        let shown = VisibleText.visible(text)
        if remarks.isTerminal { rows?.count(shown.utf8) }
        try? remarks.write(shown)
    }

    /// Says an error that ended the program before it had a session.
    public func report(_ error: any Error) {
        if let complaint = Complaint(error) { complain("nx1sh: " + complaint.sentence) }
    }

    /// Whether something on stderr's terminal may change, so that ``suspend()`` has something to do.
    public var isLive: Bool { live != nil }

    /// The process is about to stop, and another program to get the terminal.
    public func suspend() { live?.suspend() }

    /// The process goes on.
    public func resume() { live?.resume() }

    /// Redraws what may change, after a change of the terminal's size (SIGWINCH).
    public func resize() { live?.resize() }

    /// What the terminal shows is wiped.
    package func clear() throws(OutputFailure) {
        if answers.isTerminal { try answers.write("\u{1B}[H\u{1B}[2J\u{1B}[3J") }
        rows?.forget()
    }

    private func remark(_ text: String, style: String) {
        let line = styled(text, style)
        if remarks.isTerminal { rows?.count(line.utf8) }
        if live?.print(line) == true { return }
        if let editor { editor.print(line) } else { write(line) }
    }

    private func styled(_ text: String, _ style: String) -> String {
        // In a pipe too: whoever reads a log file reads it on a terminal.
        let shown = VisibleText.visible(text)
        return isColored ? "\u{1B}[\(style)m\(shown)\u{1B}[0m\n" : shown + "\n"
    }

    private func write(_ line: String) {
        // If stderr is gone there is nobody left to be told.
        try? remarks.write(line)
    }
}

extension Console {
    /// A line was typed at the prompt: what is shown from here on is about that line.
    package func beginRows() { rows?.forget() }

    /// Ends what a typed line has shown with an empty row, so that the next prompt stands out. There is none where nothing
    /// was shown, where the last row is empty already, and where there is no prompt.
    package func endRows() {
        guard let rows, rows.needEmptyRow else { return }
        // A terminal that is gone is noticed by the editor.
        try? answers.write("\n")
    }

    /// Another program, such as the pager, has left rows on the terminal.
    package func countForeignRows() { rows?.count("…\n".utf8) }
}
