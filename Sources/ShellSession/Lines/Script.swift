public import InputSources
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// The lines of a file or of stdin, run as they arrive.
public struct Script: Sendable {
    /// How a script ended.
    public enum Ending: Sendable {
        /// All lines have run.
        case finished
        /// A line quit the session.
        case quit
        /// Ctrl-C, a closed stdout, or a failure with `--stop-on-error`.
        case stopped
    }

    let input: InputSource

    /// Creates a script of the lines of `input`, which the caller still owns.
    public init(_ input: InputSource) {
        self.input = input
    }

    /// Runs the lines, in sequence or, if the session settings say so, in parallel.
    public func run(in session: Session) async -> Ending {
        await run(in: session, from: session.context(at: LineLocation(.commandLine, line: 0)))
    }

    /// Runs the lines in the context of the line that names the file; only their places differ.
    package func run(in session: Session, from context: LineContext) async -> Ending {
        var source = LineSource(origin: .script(input.name), context: context)
        var many = context.isStartUp ? nil : await session.settings.many
        let form = context.isStartUp ? .lines : await session.settings.inputForm
        if form == .jsonl {
            source.context.answers = LineAnswers()
            let graph = input.lineGraph
            do throws(LineGraph.Problem) {
                try graph?.check()
            } catch {
                let refusal = Complaint.invalidLine(error.reason).advised(
                    "No line of \(input.name) was sent.")
                return Script.Ending(await session.report(refusal, in: source.context(ofLine: error.line)))
                    ?? .finished
            }
            if graph?.namesLaterLines == true { many = many ?? ManyLines(jobs: 1) }
        }
        guard let many else {
            return await readLines(form, in: session, from: context) { await session.perform($0, of: source) }
        }
        let lines = LinesAtOnce(many: many, source: source, total: input.lineCount)
        // Ctrl-C ends reading and all running lines together, never reading alone.
        var reading = context
        reading.interrupts = Interrupts()
        return await lines.run(in: session) { [reading] in
            await readLines(form, in: session, from: reading, $0)
        }
    }

    /// Reads the lines and passes the parsed steps on.
    private func readLines(
        _ form: InputForm, in session: Session, from context: LineContext,
        _ perform: (LineStep) async -> Ending?
    ) async -> Ending {
        var decoder = LineDecoder()
        var reader = StatementReader(form: form)
        let outside = context.at(LineLocation(.commandLine, line: 0))
        var hadLines = false
        while true {
            let chunk: [UInt8]
            do {
                guard case .finished(let bytes) = try await context.interrupts.race(deadline: nil, input.read)
                else {
                    _ = await session.report(Complaint.interruptedBetweenLines, in: outside)
                    return .stopped
                }
                chunk = bytes
            } catch {
                _ = await session.report(error, in: outside)
                return .stopped
            }
            let lines = chunk.isEmpty ? decoder.finish().map { [$0] } ?? [] : decoder.decode(chunk)
            hadLines = hadLines || !lines.isEmpty
            for line in lines {
                if let ending = await perform(.line(reader.feed(line))) { return ending }
            }
            if chunk.isEmpty || decoder.isOver { break }
        }
        if !hadLines { context.console.note("nx1sh: \(input.name) is empty, so nothing was sent.") }
        return await perform(.line(reader.finish())) ?? .finished
    }
}

/// The origin of lines, and the context they share.
struct LineSource: Sendable {
    let origin: LineLocation.Origin
    /// Whether the command line has several lines, so that errors must name the one that failed.
    var isOneOfSeveral = false
    /// The columns of the rows that the lines run for; empty without rows.
    var columns: [String] = []
    var context: LineContext

    /// The context of the line with this number.
    func context(ofLine number: Int) -> LineContext {
        context.at(LineLocation(origin, line: number, isOneOfSeveral: isOneOfSeveral))
    }
}

/// A step of a source of lines.
enum LineStep: Sendable {
    case line(StatementParser.Step)
    case row(RowLine)
}

extension Session {
    /// Runs a step.
    /// - Returns: how the lines end; nil if they continue.
    func perform(_ step: LineStep, of source: LineSource) async -> Script.Ending? {
        switch step {
        case .line(.nothing), .line(.more): nil
        case .line(.statement(let statement)):
            Script.Ending(await perform(statement, in: source.context(ofLine: statement.line)))
        case .row(let line): await perform(line, in: source.context(of: line))
        case .line(.refused(let reason, let line)):
            Script.Ending(
                report(Complaint.invalidLine(reason), in: source.context(ofLine: line)))
        }
    }
}

extension Script.Ending {
    /// How the lines end after a step; nil if they continue.
    init?(_ continuation: Session.Continuation) {
        switch continuation {
        case .goOn: return nil
        case .leave: self = .quit
        case .stop: self = .stopped
        }
    }
}

extension Complaint {
    fileprivate static let interruptedBetweenLines = Complaint(
        .interrupted, "Interrupted. The remaining lines were not sent.")
}

/// Parses the lines of a script in either form.
struct StatementReader {
    private let form: InputForm
    private var parser = StatementParser(mode: .script)

    init(form: InputForm) {
        self.form = form
    }

    /// Parses a decoded line.
    mutating func feed(_ line: DecodedLine) -> StatementParser.Step {
        guard form == .jsonl else { return parser.feed(line) }
        let content: Statement.Content
        switch line.content {
        case .text(let text) where text.isBlank: return .nothing
        case .text(let text):
            do {
                content = .request(try RequestLine(text))
            } catch {
                content = .refusal(error)
            }
        case .refused(let reason): content = .refusal(RequestLine.Refusal(reason: reason))
        }
        return .statement(Statement(line: line.number, content: content))
    }

    /// Ends the input.
    mutating func finish() -> StatementParser.Step { parser.finish() }
}
