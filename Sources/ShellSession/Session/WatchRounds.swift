import AnswerComparison
import Nx1Client
import Nx1Events
import RepeatedQuestions
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellText
import TypedRequests

/// Carries out the actions that a `Watch` decides, and reports their outcomes back to it.
struct WatchRounds: Sendable {
    private let session: Session
    private let request: CrewRequest
    private let clock: WatchClock
    private let notification: RunNotification
    private var watch: Watch
    private var line: LineRuns
    /// The run of the current or last round.
    private var run: TrackedRun?
    private var result: CrewResult?
    /// Why the last failed round has no answer.
    private var failure: Complaint?
    private var firstFailure: Complaint?
    /// The message about a run that Ctrl-C left running.
    private var leaving: Complaint?
    /// The registration of a background watch.
    private var background: (watches: BackgroundWatches, id: Int)?

    init(
        of request: CrewRequest, _ watch: Watch, by line: LineRuns, in session: Session, clock: WatchClock
    ) {
        self.session = session
        self.request = request
        self.clock = clock
        self.watch = watch
        self.line = line
        notification = line.settings.notification
        // Nobody may be there to leave a pager, and rounds without a change must not ring.
        self.line.settings.usesPager = false
        self.line.settings.notification.kind = .off
        self.line.conversation = .alone
        self.line.watch = .beginning
    }

    /// Runs the rounds until the watch ends.
    /// - Throws: the error that ended the watch, unless it ended as requested.
    mutating func run() async throws {
        defer { run?.release() }
        var actions = watch.start(at: clock.now())
        while !actions.isEmpty {
            var following: [Watch.Action] = []
            for action in actions {
                switch action {
                case .ask: following = try await ask()
                case .resume: following = try await resume()
                case .wait(let duration): following = try await wait(for: duration)
                case .show(let report): try await show(report)
                case .end(let end): return try finish(end)
                }
            }
            actions = following
        }
    }

    /// Runs the rounds in the background of a prompt, announcing only changes and failures.
    mutating func run(behindPromptOf watches: BackgroundWatches, id: Int) async {
        background = (watches, id)
        line.settings.progress = .never
        do {
            try await run()
        } catch {
            // A cancelled watch ends with the shell.
            guard let complaint = Complaint(error) else { return }
            announce(complaint.sentence)
        }
    }
}

extension WatchRounds {
    private mutating func ask() async throws -> [Watch.Action] {
        run?.release()
        (run, result) = (nil, nil)
        let nx1: Nx1
        do {
            nx1 = try line.open()
            guard let run = try await line.begin(request, to: nx1) else { return [] }
            self.run = run
            line.watch.add(run.record)
            if let background { background.watches.note(run, of: background.id) }
        } catch {
            return try fail(error, cause: error as? Nx1Error)
        }
        guard let run else { return [] }
        return try await follow(run) { [runs = line.runs] limits, observer in
            try await runs.start(run, over: nx1, tellsAcceptance: true, within: limits, for: observer)
        }
    }

    private mutating func resume() async throws -> [Watch.Action] {
        guard let run else { return [] }
        let nx1: Nx1
        do {
            nx1 = try line.open()
        } catch {
            return try fail(error, cause: error as? Nx1Error)
        }
        return try await follow(run) { [runs = line.runs] limits, observer in
            try await runs.follow(run, over: nx1, within: limits, for: observer)
        }
    }

    /// Watches the run of a round to its end.
    private mutating func follow(
        _ run: TrackedRun, _ body: (WatchLimits, RunObserver) async throws -> RunOutcome
    ) async throws -> [Watch.Action] {
        var cause: Nx1Error?
        do {
            let result = try await line.watch(run) { limits, observer in
                do {
                    return try await body(limits, observer)
                } catch let error as Nx1Error {
                    cause = error
                    throw error
                }
            }
            if let failure = result.failure {
                return try fail(line.words.failed(failure, run.number), cause: failure)
            }
            self.result = result
            // The compared answers may be stored, so secrets are masked.
            return watch.answered(line.runs.secretCover.covered(result.answer), at: clock.now())
        } catch {
            return try fail(error, cause: cause)
        }
    }

    /// Handles a round that failed or was interrupted.
    /// - Parameter cause: the error of the service or the connection, if there was one.
    /// - Throws: an error that ends the watch in any case: output failed, or the task was cancelled.
    private mutating func fail(_ error: any Error, cause: Nx1Error?) throws -> [Watch.Action] {
        guard let complaint = Complaint(error), complaint.kind != .outputFailed else { throw error }
        if complaint.kind == .interrupted {
            leaving = complaint
            return watch.interrupt()
        }
        failure = complaint
        firstFailure = firstFailure ?? complaint
        let goesOn = run.map { $0.record.isAccepted && !$0.record.hasEnded } ?? false
        let status = complaint.exitStatus.rawValue
        let failed =
            cause.map { WatchFailure($0, exitStatus: status, runGoesOn: goesOn) }
            ?? WatchFailure(
                message: complaint.message, exitStatus: status, isPermanent: complaint.kind == .usage,
                runGoesOn: goesOn)
        return watch.failed(failed, at: clock.now())
    }

    private mutating func wait(for duration: Duration) async throws -> [Watch.Action] {
        let race = try await line.context.interrupts.race(deadline: nil) { [clock] in
            try await clock.sleep(duration)
        }
        if case .finished = race { return watch.waited(at: clock.now()) }
        return watch.interrupt()
    }
}

extension WatchRounds {
    private var console: Console { line.context.console }

    private func announce(_ text: String, signal: String = "") {
        console.announce(run.map { "%\($0.number) · \(text)" } ?? text, signal: signal)
    }

    private func show(_ report: WatchReport) async throws {
        if background != nil { return announce(report) }
        switch report.kind {
        case .waiting, .missed: console.note(report.line())
        case .first, .changed, .unchanged: try await showAnswer(report)
        case .failed(let failed): try showFailure(failed, report)
        }
    }

    private func announce(_ report: WatchReport) {
        let way = run.map { ":result %\($0.number) shows it" } ?? ""
        let signal = run.map { notification.signal(ofChange: $0.record.facts) } ?? ""
        switch report.kind {
        case .first: announce("first answer at \(report.clock) · \(way)")
        case .changed:
            announce(
                "changed at \(report.clock) · \(way), :diff\(run.map { " %\($0.number)" } ?? "") what changed",
                signal: signal)
        case .unchanged: if report.showsAnswer { announce("unchanged at \(report.clock) · \(way)") }
        case .failed(let failed): if !failed.isPermanent { announce(report.line()) }
        case .waiting, .missed: console.announce(report.line(), signal: "")
        }
    }

    private func showAnswer(_ report: WatchReport) async throws {
        guard let run, let result else { return }
        var record = record(of: report)
        record.result = result
        let isRecord = line.settings.format.name == "json"
        if report.showsAnswer || isRecord { try await line.show(record) }
        if report.showsAnswer { await session.remember(request, record) }
        if case .changed(let differences) = report.kind {
            if !isRecord { try show(differences) }
            console.signal(notification.signal(ofChange: run.record.facts))
        }
        console.note(report.showsAnswer ? report.line() : numbered(report.line()))
    }

    /// Shows what changed: on stdout below the answer for a user, otherwise on stderr, because stdout holds
    /// only answers.
    private func show(_ differences: AnswerDifferences) throws {
        let signs = ComparisonSigns(environment: line.surroundings.environment)
        if line.context.isWatched {
            try console.answer(.rows(differences.rows(on: console.page, signs: signs)))
        } else {
            console.note(String(differences.rows(on: .endless, signs: signs).text.dropLast()))
        }
    }

    private func showFailure(_ failed: WatchFailure, _ report: WatchReport) throws {
        if let failure { try line.showRecord(of: failure, in: record(of: report)) }
        // The error that ends the watch is reported at its end.
        if !failed.isPermanent {
            console.complain(line.context.place.prefix + numbered(report.line()))
        }
    }

    /// The text, prefixed with the number of the run at a prompt.
    private func numbered(_ text: String) -> String {
        guard line.words.isConversing, let run else { return text }
        return "%\(run.number) · \(text)"
    }

    private func record(of report: WatchReport) -> RunReport {
        var record = RunReport(of: request, in: line.context)
        if let run { record.include(run.record) }
        record.additions = [
            "round": .number(JSONNumber(report.round)),
            "changed": report.changed.map(JSONValue.bool) ?? .null,
        ]
        if case .changed(let differences) = report.kind {
            record.additions["difference"] = differences.json
        }
        return record
    }

    /// Reports the end of the watch.
    /// - Throws: ``Complaint`` after a failure or an interruption.
    private func finish(_ end: WatchEnd) throws {
        switch end.reason {
        case .interrupted:
            guard end.leavesRun, let run else { throw Complaint(.interrupted, end.sentence) }
            let left = leaving ?? line.words.left(run.record)
            throw Complaint(.interrupted, "\(end.sentence) \(left.message)", advice: left.advice)
        case .failure:
            guard let failure else { throw Complaint(.watchUnmet, end.sentence) }
            if end.rounds > 1 { note(end.sentence) }
            throw failure
        case .met: note(end.sentence)
        case .count, .unmet:
            if end.exitStatus == 0 { return note(end.sentence) }
            throw Complaint(firstFailure?.kind ?? .watchUnmet, end.sentence)
        }
    }

    private func note(_ text: String) {
        if background != nil { announce(text) } else { console.note(text) }
    }
}
