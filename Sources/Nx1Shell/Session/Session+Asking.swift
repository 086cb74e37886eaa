import Nx1Client
import RunJournal
import ShellInput
import ShellOutput
import ShellText

extension Session {
    /// One run of `crew` from request to answer: sticky inputs, then `items`, then `text`, with what it carries along, as
    /// `question`.
    /// - Throws: whatever kept the answer from coming, after a record of it was shown where the format has one.
    func ask(_ crew: CrewType, items: JSONObject = [:], text: String?, at place: Place) async throws {
        try await start(crew, input: input(items, text: text.map(withContext)), text: text, at: place)
    }

    /// One run of `crew` with just this input.
    /// - Parameters:
    ///   - text: what was typed of it.
    ///   - id: the `id` of the JSON line that it was.
    /// - Throws: as ``ask(_:items:text:at:)``.
    func start(
        _ crew: CrewType, input: JSONObject, text: String?, id: JSONValue? = nil, at place: Place
    ) async throws {
        var report = RunReport(line: place.line, crew: crew, input: input, id: id)
        do {
            if let text, text.allSatisfy(\.isWhitespace) {
                throw Complaint.usage("The question is empty, so nothing was sent.")
            }
            if try await takeFromBatch(crew, input: input, report: &report, at: place) { return }
            let nx1 = try open()
            try await check(crew, with: nx1)
            let run = begin(crew, input: input, text: text)
            noteRequest(run, to: nx1)
            try await writeDown(run.number, to: nx1, at: place)
            let result = try await watch(run.number, at: place) { [journal] watch in
                let response = try await nx1.run(crew, input: input, correlationID: run.correlationID)
                watch.note(accepted: response.correlationID)
                // Of many lines at once the id is enough, where it is the one that is written down.
                if LineScope.current == nil || response.correlationID != run.correlationID {
                    try await journal.accept(
                        run.correlationID, as: response.correlationID, status: response.status)
                }
                return try await watch.follow(nx1, patience: .seconds(30))
            } whenLeft: {
                report.include($0)
            }
            report.include(runs[run.number])
            report.result = result
            if let failure = result.failure { throw failed(failure, run.number) }
            if let text { keep(question: text, of: crew, answer: result) }
            do {
                try await show(report, at: place)
            } catch let failure as OutputFailure where !failure.isClosed {
                throw Complaint(failure, wayBack: wayBack(to: runs[run.number]))
            }
        } catch {
            try showRecord(of: error, in: report)
            throw error
        }
    }

    /// Refuses a JSON line that is no request; it has its record all the same.
    func refuse(_ refusal: RequestLine.Refusal, at place: Place) throws {
        let complaint = Complaint.usage("The line \(refusal.reason).")
        try showRecord(of: complaint, in: RunReport(line: place.line, crew: nil, input: nil, id: refusal.id))
        throw complaint
    }

    /// The record of a run that went wrong, where the format has one. If it can't be written, what went wrong before matters
    /// more and is said on stderr.
    private func showRecord(of error: any Error, in report: RunReport) throws {
        guard let shown = Complaint(error).flatMap({ settings.format.run(report.failed($0), console.page) })
        else {
            return
        }
        do {
            try console.answer(shown)
        } catch {
            if error.isClosed { throw error }
        }
    }

    func input(_ items: JSONObject, text: String?) -> JSONObject {
        var input = settings.sticky
        for (key, value) in items { input[key] = value }
        if let text { input["question"] = .string(text) }
        return input
    }

    /// The request items at the beginning of `arguments`, as inputs, and the text after them.
    func items(in arguments: some StringProtocol) throws -> (items: JSONObject, text: String?) {
        let files = InputFiles.onDisk(home: environment["HOME"])
        let (items, text) = try RequestItems.read(from: arguments, files: files)
        return (items.reduce(into: JSONObject()) { $0[$1.key] = $1.value }, text)
    }

    /// Refuses a crew that neither the published contract nor the service knows.
    func check(_ crew: CrewType, with nx1: Nx1) async throws {
        if CrewType.published.contains(crew) || offeredCrews?.contains(crew) == true { return }
        let offered = try await nx1.crewTypes()
        offeredCrews = offered
        if !offered.contains(crew) { throw unknownCrew(crew) }
    }

    func unknownCrew(_ crew: CrewType) -> Complaint {
        let known = (offeredCrews ?? CrewType.published).map(\.rawValue)
        return .usage(
            "There is no crew \"\(crew)\".",
            advice: NearestNames.question(about: crew.rawValue, among: known)
                ?? "The crews are \(known.joined(separator: ", ")).")
    }

    /// The answer, and under it, for a person, one line about the run.
    func show(_ report: RunReport, in format: OutputFormat? = nil, at place: Place) async throws {
        if let shown = (format ?? settings.format).run(report, console.page) {
            try await show(shown, at: place)
        }
        if isWatched(at: place), let number = report.number {
            console.note(
                RunLine(runs[number], showsTiming: settings.showsTiming, columns: console.page.columns).text)
        }
    }

    func begin(_ crew: CrewType, input: JSONObject, text: String?) -> SessionRun {
        runs.forgetOldest()
        return runs.add { number in
            SessionRun(
                number: number, correlationID: CorrelationID.random(), crew: crew, input: input, text: text)
        }
    }

    func noteRequest(_ run: SessionRun, to nx1: Nx1) {
        if settings.verbosity > 0 {
            console.note(
                "POST \(nx1.configuration.address)/api/crews/run, correlation id \(run.correlationID)")
        }
    }
}
