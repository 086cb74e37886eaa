public import LineEditor
public import ShellText

/// The shell's two output streams: answers go to stdout, everything else to stderr. No other code writes to them.
public struct Console: Sendable {
    /// stdout: answers, and the output of commands.
    package let answers: ByteSink
    /// stderr: progress, notes, errors.
    package let remarks: ByteSink
    /// Masks secrets in `remarks`.
    package let cover: RemarkCover
    private let isColored: Bool
    private let isQuiet: Bool
    private let pageOfAnswers: @Sendable () -> Page
    /// The live display on stderr; nil if the terminal can't show one.
    package let live: LiveProgress?
    /// The line editor on the same terminal.
    private let editor: LineEditor?
    /// The output since the last typed line; nil without an editor.
    let rows: ShownRows?

    /// Creates a console over two streams.
    /// - Parameters:
    ///   - answers: stdout, or its replacement.
    ///   - remarks: stderr, or its replacement.
    ///   - isColored: whether remarks are coloured.
    ///   - isQuiet: whether to suppress notes and progress, but not errors.
    ///   - screen: stderr's terminal, if it supports a live display.
    ///   - page: returns the current size and capabilities of stdout's window.
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

    /// Returns a console that shares the terminal with a line editor. Remarks made while a line is typed go above it.
    public func beside(_ editor: LineEditor) -> Console {
        let rows = ShownRows()
        return Console(
            answers: answers.observed(by: rows.count), remarks: remarks, cover: cover, isColored: isColored,
            isQuiet: isQuiet,
            page: pageOfAnswers, live: remarks.isTerminal ? live?.beside(editor) : live,
            editor: remarks.isTerminal ? editor : nil, rows: rows)
    }

    /// Returns a console for one of several parallel lines; its output is written in line order.
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

    /// Returns a console whose answers go to a program or a file.
    package func writing(answersTo sink: ByteSink) -> Console {
        Console(
            answers: sink, remarks: remarks, cover: cover, isColored: isColored, isQuiet: isQuiet,
            page: { .endless }, live: live, editor: editor, rows: rows)
    }

    /// Whether answers go to a terminal.
    package var isTerminal: Bool { answers.isTerminal }

    /// The page on which answers are shown.
    package var page: Page {
        var page = pageOfAnswers()
        page.isTerminal = answers.isTerminal
        return page
    }

    /// Writes an answer or a command's output. In a pipe, text is written byte for byte.
    package func answer(_ shown: Shown) throws(OutputFailure) {
        try answers.write(answers.isTerminal ? shown.onTerminal(page).bytes : shown.inPipe)
    }

    /// Writes untrusted text and a newline.
    func answer(_ text: String) throws(OutputFailure) {
        try answer(.text(text))
    }

    /// Writes a note, unless the console is quiet.
    package func note(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// Writes a progress line, unless the console is quiet.
    func progress(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// Whether notes and progress are suppressed.
    package var isSilent: Bool { isQuiet }

    /// Writes a note about something that ended in the background, with a terminal signal.
    package func announce(_ text: String, signal: String) {
        if isQuiet { return }
        let line = (remarks.isTerminal ? signal : "") + styled(text, "2")
        if live?.print(line) == true { return }
        if let editor { editor.announce(line) } else { write(line) }
    }

    /// Sends a signal to the terminal, such as the bell.
    package func signal(_ signal: String) {
        if remarks.isTerminal, !signal.isEmpty { try? remarks.write(signal) }
    }

    /// Writes an error, or a notice that is shown even on a quiet console.
    package func complain(_ text: String, isError: Bool = true) {
        remark(text, style: isError ? "31" : "2")
    }

    /// Writes a prompt for an answer, without a newline.
    package func ask(_ text: String) {
        let shown = VisibleText.visible(text)
        if remarks.isTerminal { rows?.count(shown.utf8) }
        try? remarks.write(shown)
    }

    /// Writes an error that ended the program before a session existed.
    public func report(_ error: any Error) {
        if let complaint = Complaint(error) { complain("nx1sh: " + complaint.sentence) }
    }

    /// Whether there is a live display, which ``suspend()`` has to clear.
    public var isLive: Bool { live != nil }

    /// Clears the live display before the process stops and gives up the terminal.
    public func suspend() { live?.suspend() }

    /// Restores the live display after the process was continued.
    public func resume() { live?.resume() }

    /// Redraws the live display after a change of the terminal's size (SIGWINCH).
    public func resize() { live?.resize() }

    /// Clears the terminal's screen and scrollback.
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
        // In a pipe too, since log files are read on terminals.
        let shown = VisibleText.visible(text)
        return isColored ? "\u{1B}[\(style)m\(shown)\u{1B}[0m\n" : shown + "\n"
    }

    private func write(_ line: String) {
        // A failed write to stderr can't be reported anywhere.
        try? remarks.write(line)
    }
}

extension Console {
    /// Starts the output of a newly typed line.
    package func beginRows() { rows?.forget() }

    /// Ends the output of a typed line with an empty row, so that the next prompt stands out. Does nothing if there was
    /// no output, if its last row is empty already, or if there is no prompt.
    package func endRows() {
        guard let rows, rows.needEmptyRow else { return }
        // The editor notices if the terminal is gone.
        try? answers.write("\n")
    }

    /// Records that another program, such as the pager, wrote to the terminal.
    package func countForeignRows() { rows?.count("…\n".utf8) }
}
