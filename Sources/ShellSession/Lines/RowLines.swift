import InputSources
import Nx1Client
import Nx1Events
import RowSources
import SavedQuestions
package import ShellInput
import ShellOutput
import ShellRuns
import Synchronization
import TypedRequests

/// Lines that run once for each row of a file, standard input, or an answer.
package struct RowLines: Sendable {
    private let statements: [Statement]
    /// The argument that names the row source.
    private let word: String
    /// The command's name in error messages, such as `:each`.
    private let command: String

    /// - Parameters:
    ///   - statements: the lines with their numbers.
    ///   - word: a file, `-` for standard input, or `@RUN` for the answer of a run.
    ///   - command: the command's name in error messages, such as `:each`.
    package init(_ statements: [Statement], forEachOf word: String, by command: String) {
        self.statements = statements
        self.word = word
        self.command = command
    }

    /// Validates the lines and rows, then runs the lines for each row: in sequence or, if the session
    /// settings say so, in parallel.
    /// - Returns: how the lines ended; failures of single lines have been reported.
    /// - Throws: the error that prevents all of the lines from being sent.
    package func run(in session: Session, from context: LineContext) async throws -> Script.Ending {
        let columns = UsedColumns()
        let (lines, rehearsed) = try await session.rowLines(statements, columns, for: command)
        let input = try await session.rowInput(named: word, in: context)
        if input.isStandardInput, rehearsed.contains(where: \.readsStandardInput) {
            throw Complaint.rowsInStandardInput
        }
        let summary: RowSummary
        do {
            summary = try await input.source.check(using: columns.names)
        } catch let error as RowSourceError {
            throw error.advised
        }
        try await session.check(rehearsed, in: context)
        if columns.names.isEmpty, summary.count != 0, summary.count != 1 {
            context.console.note(
                "No line uses a column, such as {COLUMN}, so every row sends the same request.")
        }
        let work = RowWork(lines: lines, input: input, columns: summary.columns)
        var source = LineSource(origin: context.place.origin, columns: summary.columns, context: context)
        source.context.company = .betweenMany
        guard let many = await session.settings.many else {
            let ending = await work.read(in: session, reportingTo: context) { [source] in
                await session.perform($0, of: source)
            }
            if ending == .stopped, context.place.origin == .prompt {
                context.console.note("The remaining rows were not sent.")
            }
            return ending
        }
        let total = summary.count?.multipliedReportingOverflow(by: statements.count)
        let atOnce = LinesAtOnce(
            many: many, source: source, total: total.flatMap { $0.overflow ? nil : $0.partialValue })
        return await atOnce.run(in: session) { await work.read(in: session, reportingTo: context, $0) }
    }
}

/// A line filled in for one row.
struct RowLine: Sendable {
    /// The request, or the error that prevents it.
    let request: Result<CrewRequest, any Error>
    let row: SourceRow
    /// The row's ordinal, starting at 1.
    let ordinal: Int
    /// The place that errors show.
    let place: String
}

extension LineSource {
    /// The context of a line that runs for a row.
    func context(of line: RowLine) -> LineContext {
        var location = LineLocation(origin, line: line.ordinal)
        location.row = line.place
        var context = context.at(location)
        context.row = line.row
        return context
    }
}

/// A line that asks a crew, parsed once for all rows.
private struct PlacedLine: Sendable {
    enum Content: Sendable {
        case statement(Statement)
        case question(SavedQuestion, QuestionValues)
    }

    let number: Int
    let content: Content
    /// Makes the requests from the session's state before the first row.
    let requests: RequestMaker

    /// The request for a row; nil if the line doesn't ask a crew.
    func request(filledBy row: RowFilling) throws -> CrewRequest? {
        var requests = requests
        requests.row = row
        return switch content {
        case .statement(let statement): try requests.request(of: statement)
        case .question(let question, let values): try requests.request(of: question, values: values)
        }
    }
}

/// Validated lines and rows.
private struct RowWork: Sendable {
    let lines: [PlacedLine]
    let input: RowInput
    let columns: [String]

    /// Reads each row once its lines can run, and passes the lines on.
    func read(
        in session: Session, reportingTo context: LineContext, _ perform: LinesAtOnce.Perform
    ) async -> Script.Ending {
        var hadRows = false
        do {
            for try await row in input.source.rows() {
                hadRows = true
                for line in lines {
                    if let ending = await perform(.row(rowLine(line, row))) { return ending }
                }
            }
        } catch {
            _ = await session.report(error, in: context)
            return .stopped
        }
        if !hadRows { context.console.note("nx1sh: \(input.name) has no rows, so nothing was sent.") }
        return .finished
    }

    private func rowLine(_ line: PlacedLine, _ row: Row) -> RowLine {
        let place = input.place(of: row) + (lines.count > 1 ? ": -c \(line.number)" : "")
        return RowLine(
            request: Result {
                let filling = RowFilling(isText: row.isText) { row[$0] }
                guard let request = try line.request(filledBy: filling) else {
                    throw Complaint.usage("The line doesn't ask a crew anything.")
                }
                return request
            },
            row: SourceRow(row.object, columns: columns), ordinal: row.ordinal, place: place)
    }
}

extension Session {
    /// The lines prepared for rows, and their requests as far as they are known without a row. Attachments
    /// for the next question are sent with every row.
    /// - Parameters:
    ///   - columns: receives the columns that the lines use.
    ///   - command: the command's name in error messages.
    /// - Throws: a ``UsageError`` if a line is invalid or doesn't ask a crew.
    fileprivate func rowLines(
        _ statements: [Statement], _ columns: UsedColumns, for command: String
    ) throws -> (lines: [PlacedLine], rehearsed: [CrewRequest]) {
        let requests = requests
        let rehearsal = RowFilling(recordingIn: columns)
        var (lines, rehearsed): ([PlacedLine], [CrewRequest]) = ([], [])
        for statement in statements {
            let line = PlacedLine(
                number: statement.line, content: try content(of: statement, for: command), requests: requests)
            guard let request = try line.request(filledBy: rehearsal) else {
                throw try refusal(of: statement, by: command)
            }
            lines.append(line)
            rehearsed.append(takeAttachments(of: request))
        }
        return (lines, rehearsed)
    }

    private func content(of statement: Statement, for command: String) throws -> PlacedLine.Content {
        guard case .command(let name, let arguments) = statement.content,
            surroundings.commands.command(named: name) == nil,
            let question = try savedQuestion(named: name)
        else { return .statement(statement) }
        if arguments == "&" || arguments.isForBackground { throw Complaint.noBackground(for: command) }
        let read = try CommandArguments(arguments, showing: .always)
        guard read.format == nil, read.destination == nil else {
            throw Complaint.usage(
                "\(command) doesn't accept -o, | or > after :\(name).",
                advice: "Set the format with -o on the command line, or with :format.")
        }
        return .question(question, try QuestionValues(arguments: arguments))
    }

    private func refusal(of statement: Statement, by command: String) throws -> Complaint {
        switch statement.content {
        case .text: return .noBackground(for: command)
        case .command(let name, _):
            _ = try self.command(named: name)
            return .usage(
                "\(command) needs a line that asks a crew, and this `:\(name)` doesn't.",
                advice: "Use a text, `:crew NAME TEXT`, or `:template NAME KEY=VALUE`.")
        case .request, .refusal: return .usage("\(command) needs a line that asks a crew.")
        }
    }

    /// Looks up the crews of requests, so that an unknown crew is reported once instead of once per row.
    /// - Throws: ``Complaint`` if there is no such crew; the errors of requests to the service.
    fileprivate func check(_ requests: [CrewRequest], in context: LineContext) async throws {
        for request in requests where request.definition == nil && !settings.isDryRun {
            _ = try await crew(named: request.crew.rawValue, by: lineRuns(in: context))
        }
    }

    /// Runs a line for a row.
    func perform(_ line: RowLine, in context: LineContext) async -> Script.Ending? {
        Script.Ending(
            await attempt(in: context) { session in
                switch line.request {
                case .success(let request): try await session.ask(request, in: context)
                case .failure(let error): try session.refuse(error, in: context)
                }
            })
    }

    /// Reports an invalid line for a row, and writes its record.
    func refuse(_ error: any Error, in context: LineContext) throws {
        let report = RunReport(line: context.place.line, crew: nil, input: nil, sourceRow: context.row)
        try lineRuns(in: context).showRecord(of: error, in: report)
        throw error
    }
}

extension CrewRequest {
    /// Whether the request includes standard input.
    fileprivate var readsStandardInput: Bool {
        attachments.contains(.standardInput) || references.values.contains { $0.source == .standardInput }
    }
}

extension RowSourceError {
    /// The error, with advice where its description has none.
    fileprivate var advised: any Error {
        guard case .unknownColumns = reason else { return self }
        return Complaint.usage(description, advice: "To write a literal {name}, use {{name}}.")
    }
}

extension Complaint {
    fileprivate static func noBackground(for command: String) -> Complaint {
        .usage(
            "\(command) can't run lines in the background.", advice: "Remove the & at the end of the line.")
    }
}
