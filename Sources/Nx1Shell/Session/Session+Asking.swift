import Nx1Client

extension Session {
    /// One run from request to answer.
    /// - Throws: whatever kept the answer from coming, after a record of it was shown where the format has one.
    func ask(_ request: CrewRequest, in context: LineContext) async throws {
        var report = RunReport(
            line: context.place.line, crew: request.crew, input: request.input, id: request.id)
        do {
            if let text = request.text, text.allSatisfy(\.isWhitespace) {
                throw Complaint.usage("The question is empty, so nothing was sent.")
            }
            if try await takeFromBatch(request, report: &report, in: context) { return }
            let nx1 = try open(in: context)
            try await check(request.crew, with: nx1)
            let run = try await begin(request, to: nx1, in: context)
            defer { run.release() }
            do {
                report.result = try await watch(run, in: context) { [runs] limits, observer in
                    try await runs.start(
                        run, over: nx1, tellsAcceptance: context.company != .oneOfMany, within: limits,
                        for: observer)
                }
                report.include(run.record)
            } catch {
                report.include(run.record)
                throw error
            }
            if let failure = report.result?.failure { throw words.failed(failure, run.number) }
            remember(request, report)
            do {
                try await show(report, in: context)
            } catch let failure as OutputFailure where !failure.isClosed {
                throw Complaint(failure, wayBack: words.wayBack(to: run.record))
            }
        } catch {
            try showRecord(of: error, in: report, in: context)
            throw error
        }
    }

    /// Starts a run of the default crew and doesn't wait for its end, which is announced if somebody is at a prompt then.
    /// - Throws: whatever kept the run from being started.
    func startInBackground(_ text: String, in context: LineContext) async throws {
        guard !text.isBlank else {
            throw Complaint.usage(":bg wants a text.", advice: ":help bg shows how.")
        }
        let request = request(defaultCrew, text: text)
        let nx1 = try open(in: context)
        try await check(request.crew, with: nx1)
        let run = try await begin(request, to: nx1, in: context)
        defer { run.release() }
        do {
            switch try await runs.startInBackground(run, over: nx1, within: limits(in: context)) {
            case .finished: break
            case .interrupted: throw words.left(run.record)
            case .deadline: throw words.stillRunning(run.record)
            }
        } catch {
            throw words.explain(error, about: run.record)
        }
        context.console.note("%\(run.number) · \(run.record.correlationID) works in the background.")
    }

    /// A run whose request is about to leave. The caller releases it.
    private func begin(_ request: CrewRequest, to nx1: Nx1, in context: LineContext) async throws
        -> TrackedRun
    {
        let run = runs.begin(request.crew, input: request.input, text: request.text)
        do {
            let (address, id) = ("\(nx1.configuration.address)", run.record.correlationID)
            if settings.verbosity > 0 {
                context.console.note("POST \(address)/api/crews/run, correlation id \(id)")
            }
            try await runs.file(run, at: address, from: context.origin)
            return run
        } catch {
            run.release()
            throw error
        }
    }

    /// Refuses a JSON line that is no request; it has its record all the same.
    func refuse(_ refusal: RequestLine.Refusal, in context: LineContext) throws {
        let complaint = Complaint.usage("The line \(refusal.reason).")
        let report = RunReport(line: context.place.line, crew: nil, input: nil, id: refusal.id)
        try showRecord(of: complaint, in: report, in: context)
        throw complaint
    }

    /// Refuses a crew that neither the published contract nor the service knows.
    func check(_ crew: CrewType, with nx1: Nx1) async throws {
        if crews.contains(crew) { return }
        let offered = try await nx1.crewTypes()
        crews.offered = offered
        if !offered.contains(crew) { throw crews.unknown(crew) }
    }

    /// Keeps a question, as it was typed, and its answer for the questions to come.
    private func remember(_ request: CrewRequest, _ report: RunReport) {
        // A script has no use for them until it says so.
        guard let text = request.text, let result = report.result, isConversing || settings.context > 0 else {
            return
        }
        exchanges.add(
            Exchange(crew: request.crew, question: text, answer: result.text, host: connection.hostAsSet))
    }
}
