import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellText
package import TypedRequests

extension Session {
    /// Sends a request and shows the answer.
    /// - Throws: the error that prevented the answer, after showing its record if the format has records.
    package func ask(_ request: CrewRequest, in context: LineContext) async throws {
        var (request, context) = (request, context)
        var line = lineRuns(in: context)
        var report = RunReport(of: request, in: context)
        var left: Complaint?
        do {
            if let text = request.text, text.allSatisfy(\.isWhitespace) {
                throw Complaint.emptyQuestion
            }
            if request.text == nil, request.lacksPlaceForAttachments {
                throw Complaint.attachmentWithoutQuestion
            }
            if !request.isComplete {
                request = try await line.completed(request, leavingLines: settings.isDryRun)
            }
            request = try await resolved(request, by: line)
            report = RunReport(of: request, in: context)
            if let ordinals = context.ordinals {
                context.batch = ordinals.place(of: request, under: runs.secretCover)
                line = lineRuns(in: context)
            }
            if settings.isDryRun { return try await line.showUnsent(request) }
            guard let (run, nx1) = try await begin(request, by: line, &report) else {
                context.answers?.end(request.id, with: LineAnswers.Ending(report))
                return
            }
            defer { run.release() }
            do {
                let wording = refusalWording(for: request)
                report.result = try await line.watch(run) { [runs] limits, observer in
                    do {
                        return try await runs.start(
                            run, over: nx1, tellsAcceptance: context.ordinal == nil, within: limits,
                            for: observer)
                    } catch {
                        throw wording.explained(error)
                    }
                }
                report.include(run.record)
            } catch {
                report.include(run.record)
                if case .template = request.definition, (error as? Complaint)?.isRefusal == true {
                    // The template's declaration may have changed since it was read.
                    crews.forgetTemplates()
                }
                // Ctrl-C cancels parallel lines. One message covers them all, but each run has its record.
                if error is CancellationError { left = line.words.left(run.record) }
                throw error
            }
            if let failure = report.result?.failure { throw line.words.failed(failure, run.number) }
            remember(request, report)
            context.answers?.end(request.id, with: LineAnswers.Ending(report))
            if settings.showsOnlyChanges, let result = report.result,
                try await line.isUnchanged(result, of: run, since: request.earlierRun)
            {
                return
            }
            do {
                try await line.show(report)
            } catch let failure as OutputFailure where !failure.isClosed {
                throw Complaint(failure, wayBack: line.words.wayBack(to: run.record))
            }
        } catch {
            if report.result?.failure != nil || report.result == nil {
                context.answers?.end(request.id, with: .failed)
            }
            // A template may have refused the request before its variables were added to the report.
            report.hide(sensitiveNames)
            // If a template couldn't be looked up, any of its values may be sensitive.
            if request.definition == nil, !isKnown(request.crew) {
                report.hide(Set(request.input.keys).subtracting(["question"]))
            }
            try line.showRecord(of: left ?? error, in: report)
            throw error
        }
    }

    /// Journals the run of a request and opens the client. Returns nil if the answer came from a batch, from
    /// another shell running the same batch, or from the journal (`--reuse`).
    private func begin(
        _ request: CrewRequest, by line: LineRuns, _ report: inout RunReport
    ) async throws -> (TrackedRun, Nx1)? {
        while case .unasked(let newest) = try await line.answerFromBatch(request, report: &report) {
            if try await line.reuseAnswer(to: request, report: &report) {
                remember(request, report)
                try await line.show(report)
                return nil
            }
            let nx1 = try line.open()
            if let run = try await line.begin(request, to: nx1, newest: newest) {
                conversation.add(run.record)
                return (run, nx1)
            }
        }
        return nil
    }

    /// Starts a run of the default crew without waiting for it. At a prompt, its end is announced.
    /// - Throws: the error that prevented the run from starting.
    package func startInBackground(_ text: String, in context: LineContext) async throws {
        guard !text.isBlank else {
            throw Complaint.usage(":bg needs a question.", advice: "`:help bg` shows an example.")
        }
        try await startInBackground(
            takeAttachments(of: requests.request(defaultCrew, text: text)), in: context)
    }

    /// Sends a request and waits for the answer, or runs it in the background.
    /// - Throws: as ``ask(_:in:)``.
    package func ask(
        _ request: CrewRequest, isForBackground: Bool, in context: LineContext
    ) async throws {
        if isForBackground {
            try await startInBackground(request, in: context)
        } else {
            try await ask(request, in: context)
        }
    }

    /// Starts the run of a request without waiting for it.
    /// - Throws: the error that prevented the run from starting.
    package func startInBackground(_ request: CrewRequest, in context: LineContext) async throws {
        let line = lineRuns(in: context)
        let request = try await resolved(line.completed(request), by: line)
        if settings.isDryRun { return try await line.showUnsent(request) }
        let nx1 = try line.open()
        guard let run = try await line.begin(request, to: nx1) else { return }
        conversation.add(run.record)
        defer { run.release() }
        do {
            switch try await runs.startInBackground(run, over: nx1, within: line.limits) {
            case .finished: break
            case .interrupted: throw line.words.left(run.record)
            case .deadline: throw line.words.stillRunning(run.record)
            }
        } catch {
            throw line.words.explain(refusalWording(for: request).explained(error), about: run.record)
        }
        context.console.note("%\(run.number) · \(run.record.correlationID) runs in the background.")
    }

    /// Reports a JSON line that isn't a valid request, and writes its record.
    func refuse(_ refusal: RequestLine.Refusal, in context: LineContext) throws {
        let complaint = Complaint.invalidLine(refusal.reason)
        let report = RunReport(line: context.place.line, crew: nil, input: nil, id: refusal.id)
        context.answers?.end(refusal.id, with: .failed)
        try lineRuns(in: context).showRecord(of: complaint, in: report)
        throw complaint
    }

    /// Stores a question, as typed, and its answer, for follow-up questions.
    func remember(_ request: CrewRequest, _ report: RunReport) {
        // Scripts need them only if `:context` is on.
        guard let text = request.text, let result = report.result, isConversing || settings.context > 0 else {
            return
        }
        surroundings.completer?.learn(answer: result.answer)
        exchanges.add(
            Exchange(crew: request.crew, question: text, answer: result.text, host: connection.hostAsSet))
    }
}

extension RunReport {
    /// Creates a report from a request, with sensitive values masked.
    init(of request: CrewRequest, in context: LineContext) {
        self.init(
            line: context.place.line, crew: request.crew, input: request.input, id: request.id,
            sourceRow: context.row)
        hide(request.sensitiveInputs)
    }
}

extension Complaint {
    /// Whether the service refused the request or doesn't know its target.
    fileprivate var isRefusal: Bool { [.service(.refused), .service(.notFound)].contains(kind) }
}

extension LineAnswers.Ending {
    /// How a line ended whose answer was delivered.
    fileprivate init(_ report: RunReport) {
        self = report.run.map { .answered(correlationID: $0.correlationID) } ?? .failed
    }
}
