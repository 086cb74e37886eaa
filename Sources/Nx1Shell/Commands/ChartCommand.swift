import Nx1Client
import Nx1Events
import RunJournal
import ShellCharts
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import ShellText

extension Command {
    static let chart = Command(
        name: "chart", group: .runs,
        usage: "[RUN] [COLUMN…] [OPTION…]",
        summary: "draws the table of a run's answer as a chart",
        details: """
            Without columns, it chooses some and says which.
            --x COLUMN sets the column along the axis.
            --kind KIND is bar, line, scatter or histogram.
            --top N draws the N largest rows.
            --log makes the value scale logarithmic.
            --ascii draws with ASCII only, as in a locale without UTF-8.
            If an answer has several tables, last:2 or %1:2 names the second.
            :save FILE.svg writes the chart as a picture.
            """,
        examples: [
            .init(":chart", "the table of the last answer"),
            .init(":chart late --x month --kind line", "one column against another"),
            .init(":chart %2 revenue --top 10", "the ten largest rows"),
        ],
        arguments: [
            .anyOf([.run, .column]),
            .anyOf([.column, .words(["--x", "--kind", "--top", "--log", "--ascii"])]),
        ],
        shows: .always
    ) { invocation, session in
        var words = invocation.words
        let isASCII = words.takeFlag("--ascii")
        var request = ChartRequest()
        request.x = try words.takeOption("--x")
        if let kind = try words.takeOption("--kind") { request.kind = try ChartKind(named: kind) }
        if let top = try words.takeOption("--top") { request.top = try ChartRequest.top(top) }
        request.isLogarithmic = words.takeFlag("--log")
        while let word = words.next() { request.columns.append(word) }
        try words.end(of: "chart")
        let answer = try await invocation.line.answer(drawnBy: &request)
        let chart = try Chart(oneOf: answer.tables, request, question: answer.question)
        // The newest chart comes last, and each is kept once.
        session.charted[answer.correlationID, default: []].removeAll { $0 == chart.request }
        session.charted[answer.correlationID, default: []].append(chart.request)
        if let choice = chart.choice { invocation.console.note(choice) }
        let signs =
            isASCII ? .ascii : ChartSigns(environment: invocation.line.surroundings.environment)
        return Reply(chart, signs)
    }
}

extension Session {
    /// The last chart drawn of the run named `name`, as a picture; if there is none, the default chart.
    func picture(of name: String, in line: LineRuns) async throws -> String {
        var request = ChartRequest(columns: [name])
        let answer = try await line.answer(drawnBy: &request)
        guard request.columns.isEmpty else {
            throw Complaint.usage(
                "\"\(name)\" isn't a run.", advice: "RUN is last, %N or a correlation id.")
        }
        if request.table == nil, let last = charted[answer.correlationID]?.last { request = last }
        let chart = try Chart(oneOf: answer.tables, request, question: answer.question)
        if let choice = chart.choice { line.context.console.note(choice) }
        return ChartPicture(chart).svg
    }
}

extension Session {
    /// The charts drawn of a run, as pictures, oldest first.
    func pictures(of entry: JournalEntry) -> [String] {
        guard let requests = charted[entry.correlationID], let answer = entry.result?.answer else {
            return []
        }
        let tables = AnswerParts(answer).tables
        // Drawing can't fail here: it worked for the same answer before.
        return requests.compactMap { request in
            (try? Chart(oneOf: tables, request, question: entry.question)).map { ChartPicture($0).svg }
        }
    }
}

extension ChartRefusal: UsageError {}

extension Reply {
    /// A chart that fits the window's width.
    fileprivate init(_ chart: Chart, _ signs: ChartSigns) {
        self = .document(
            Document(
                rows: { ChartText(chart, on: $0, signs).rows },
                text: { String(ChartText(chart, on: .endless, signs).rows.text.dropLast()) },
                data: chart.json, table: chart.table))
    }
}

/// An answer to draw a chart of.
private struct DrawnAnswer {
    let correlationID: String
    let question: String?
    let tables: [ResultTable]
}

extension LineRuns {
    /// The answer of the run that the request's first word names, removing that word from the columns; otherwise the
    /// last run's answer.
    fileprivate func answer(drawnBy request: inout ChartRequest) async throws -> DrawnAnswer {
        guard let word = request.columns.first.flatMap({ RunWord($0) }) else {
            return try await answer(of: "last")
        }
        if !word.isCertain, !runs.all.isEmpty {
            // A column name may look like the beginning of an id.
            let last = try await answer(of: "last")
            if Chart.hasColumn(request.columns[0], oneOf: last.tables) { return last }
        }
        let answer = try await answer(of: word.name)
        request.columns.removeFirst()
        request.table = word.table
        return answer
    }

    private func answer(of name: String) async throws -> DrawnAnswer {
        let run = try await takeUp(name)
        let result = try await result(of: run)
        let record = run.record
        return DrawnAnswer(
            correlationID: record.correlationID, question: record.question,
            tables: AnswerParts(result.answer).tables)
    }
}
