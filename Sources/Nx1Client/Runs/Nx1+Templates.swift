public import Nx1Events
import Nx1HTTP
public import Nx1Values

extension Nx1 {
    /// Starts a run of a crew template (`POST /api/crew-templates/{id}/run`), once.
    ///
    /// Nothing is sent unless the values match the template's declaration. The service assigns the run's id; if its
    /// response is lost, the run is looked up in the service's list of runs, and if that's inconclusive, the error is
    /// `undecided`. The run is never started twice.
    /// - Parameters:
    ///   - template: the template to run.
    ///   - values: the values of the variables; the service adds defaults.
    ///   - correlationID: this client's id for the request, for ``ClientConfiguration/beforeStart`` and errors; by
    ///     default a new random UUID.
    /// - Throws: ``Nx1Error``, `refused` with ``Nx1Error/Problem/invalidRequest(_:)`` for invalid values, whether by
    ///   the declaration or by the service; otherwise as ``run(_:)-(CrewRunRequest)``.
    public func run(
        template: CrewTemplate, values: JSONObject = [:], correlationID: String = CorrelationID.random()
    ) async throws -> CrewRunResponse {
        if let error = template.refusal(of: values) { throw error.about(correlationID) }
        return try await run(
            CrewRunRequest(
                crew: .template(template.reference), taskInput: values, correlationID: correlationID))
    }

    /// Finds the run of a request whose response was lost, for example because the program crashed.
    ///
    /// The service assigns the id of a template's run, so the run is recognized like in ``run(_:)-(CrewRunRequest)``:
    /// by its configuration, values and owner, among the last 100 runs. Any other run is found by its correlation id.
    /// - Parameters:
    ///   - request: the request that was sent.
    ///   - moment: when it was sent, in seconds since 1970 by this machine's clock; the service's may be 5 seconds behind.
    ///   - others: the correlation ids of other runs of the same person, which are excluded.
    /// - Returns: the run's record; nil if no run in the list could be it.
    /// - Throws: ``Nx1Error``, `undecided` if several runs match; `notFound` if the service has no list of runs;
    ///   `CancellationError`.
    public func findRun(
        of request: CrewRunRequest, since moment: Double, excluding others: Set<String> = []
    ) async throws -> CrewRunRecord? {
        let records = try await runs(limit: TemplateRuns.limit)
        if let record = records.first(where: { $0.correlationID == request.correlationID }) { return record }
        guard let recognition = RunRecognition(request) else { return nil }
        let start = (moment - TemplateRuns.clockTolerance) * 1000
        func undecided(_ reason: String) -> Nx1Error {
            Nx1Error(
                .undecided, "Couldn't identify the run: \(reason).",
                correlationID: request.correlationID)
        }
        let found = templateRuns.search(
            for: recognition, in: records, since: Int64(clamping: start.rounded()), excluding: others)
        switch found {
        case .found(let response):
            return records.first { $0.correlationID == response.correlationID }
        case .several(let ids):
            throw undecided("\(ids.count) runs may be this one: \(ids.prefix(5).joined(separator: ", "))")
        case .unclear(let reason): throw undecided(reason)
        case .unsettled: throw undecided("another request for the same template has no response yet")
        case .none, .notOffered, .failed: return nil
        }
    }

    /// Starts a template's run, driven by ``TemplateStarter``.
    func runTemplate(
        _ request: CrewRunRequest, _ recognition: RunRecognition
    ) async throws -> CrewRunResponse {
        let number = templateRuns.begin(recognition)
        do {
            let response = try await runTemplate(request, number: number)
            templateRuns.settle(number, run: response.correlationID)
            return response
        } catch let error as Nx1Error where error.code != .undecided {
            templateRuns.settle(number, run: nil)
            throw error.about(request.correlationID)
        } catch {
            templateRuns.abandon(number)
            throw (error as? Nx1Error)?.about(request.correlationID) ?? error
        }
    }

    private func runTemplate(_ request: CrewRunRequest, number: Int) async throws -> CrewRunResponse {
        let time = configuration.timekeeper
        var starter = TemplateStarter(policy: configuration.retryPolicy, began: time.now())
        var action = starter.begin()
        var baseline = RunBaseline.empty
        var fault: Nx1Error?
        while true {
            switch action {
            case .askNewest:
                do {
                    baseline = RunBaseline(try await runs(limit: 1).first)
                    action = starter.handle(.baseline(.known))
                } catch let error as Nx1Error {
                    action = starter.handle(.baseline(.failed(error)))
                }
            case .send:
                let answer = try await sendAtPace(request)
                if case .refused(let error) = answer {
                    fault = error.about(request.correlationID)
                    if error.mayHaveStarted, !error.isWithoutEffect { templateRuns.lose(number) }
                }
                action = starter.handle(answer.templateInput, at: startPulse.moment(at: time))
            case .search:
                let search = try await search(for: number, above: baseline)
                action = starter.handle(.search(search), at: time.moment)
            case .wait(let pause):
                if let fault { configuration.log(fault, retryAfter: pause) }
                try await time.sleep(pause)
                action = starter.handle(.waited)
            case .end(let response): return response
            case .fail(let error): throw error
            }
        }
    }

    /// Reads the list of runs once. Throws only `CancellationError`.
    private func search(for number: Int, above baseline: RunBaseline) async throws -> RunClaims.Search {
        do {
            let records = try await runs(limit: TemplateRuns.limit)
            return templateRuns.search(for: number, in: records, above: baseline)
        } catch let error as Nx1Error {
            return error.saysNotOffered ? .notOffered : .failed(error)
        }
    }
}

extension RunStarter.Input {
    /// The response to a request as an input of ``TemplateStarter``.
    fileprivate var templateInput: TemplateStarter.Input {
        switch self {
        case .accepted(let response): .accepted(response)
        case .refused(let error): .refused(error)
        case .result, .events, .records, .waited: .waited
        }
    }
}

extension CrewTemplate {
    /// The error for values that don't match the declaration, in the form of the service's own refusal.
    fileprivate func refusal(of values: JSONObject) -> Nx1Error? {
        let problems = problems(with: values)
        guard !problems.isEmpty else { return nil }
        let words = problems.map(\.description).joined(separator: "\n  ")
        var error = Nx1Error(
            .refused,
            "The values don't match the template \(name):\(problems.count == 1 ? " " : "\n  ")\(words)",
            problem: .invalidRequest(
                HTTPValidationError(
                    detail: problems.map {
                        ValidationError(loc: ["body", "values", $0.variable], msg: $0.message, type: "")
                    })))
        error.givenAdvice = "Correct the values and try again."
        error.isWithoutEffect = true
        return error
    }
}
