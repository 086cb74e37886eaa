/// The two streams of the shell, and the only code that writes to them: answers go to stdout, all else to stderr.
public struct Console: Sendable {
    /// stdout: answers, and what a command was asked to show.
    let answers: ByteSink
    /// stderr: progress, notes, errors.
    let remarks: ByteSink
    private let isColored: Bool
    let isQuiet: Bool
    private let pageOfAnswers: @Sendable () -> Page

    /// - Parameters:
    ///   - isQuiet: notes and progress are left out; errors are not.
    ///   - page: how large the window is in which answers are read, at this moment, and what it can do.
    public init(
        answers: ByteSink, remarks: ByteSink, isColored: Bool = false, isQuiet: Bool = false,
        page: @escaping @Sendable () -> Page = { .endless }
    ) {
        pageOfAnswers = page
        self.answers = answers
        self.remarks = remarks
        self.isColored = isColored
        self.isQuiet = isQuiet
    }

    /// The same for one line of many, whose turn to be written comes.
    func writing(to sheets: OrderedSheets, as number: Int) -> Console {
        func sink(_ stream: OrderedSheets.Stream, _ own: ByteSink) -> ByteSink {
            ByteSink(isTerminal: own.isTerminal) { bytes throws(OutputFailure) in
                try sheets.write(Array(bytes), to: stream, from: number)
            }
        }
        return Console(
            answers: sink(.answers, answers), remarks: sink(.remarks, remarks), isColored: isColored,
            isQuiet: isQuiet, page: pageOfAnswers)
    }

    /// Whether what is shown is shown to a person.
    var isTerminal: Bool { answers.isTerminal }

    /// Where answers are read.
    var page: Page {
        var page = pageOfAnswers()
        page.isTerminal = answers.isTerminal
        return page
    }

    /// Writes an answer, or what a command shows. In a pipe text goes byte for byte.
    func answer(_ shown: Shown) throws(OutputFailure) {
        try answers.write(answers.isTerminal ? shown.onTerminal(page).bytes : shown.inPipe)
    }

    /// Writes text of whatever origin, and a newline.
    func answer(_ text: String) throws(OutputFailure) {
        try answer(.text(text))
    }

    /// A line in passing: what happened, how to go on.
    func note(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// A line of progress.
    func progress(_ text: String) {
        if !isQuiet { remark(text, style: "2") }
    }

    /// An error, as a sentence; or, if it is none, something that has to be said even to those who want quiet.
    func complain(_ text: String, isError: Bool = true) {
        remark(text, style: isError ? "31" : "2")
    }

    /// A question, behind which the answer is typed.
    func ask(_ text: String) {
        try? remarks.write(VisibleText.visible(text))
    }

    /// Says an error that ended the program before it had a session.
    public func report(_ error: any Error) {
        if let complaint = Complaint(error) { complain("nx1sh: " + complaint.sentence) }
    }

    /// What the terminal shows is wiped.
    func clear() throws(OutputFailure) {
        if answers.isTerminal { try answers.write("\u{1B}[H\u{1B}[2J\u{1B}[3J") }
    }

    private func remark(_ text: String, style: String) {
        let shown = remarks.isTerminal ? VisibleText.visible(text) : text
        // If stderr is gone there is nobody left to be told.
        try? remarks.write(isColored ? "\u{1B}[\(style)m\(shown)\u{1B}[0m\n" : shown + "\n")
    }
}
