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

/// The rounds of a watch: does what a `Watch` decides, and tells it what came of that.
struct WatchRounds: Sendable {
    private let session: Session
    private let request: CrewRequest
    private let clock: WatchClock
    private let notification: RunNotification
    private var watch: Watch
    private var line: LineRuns
    /// The run of the round that is under way, or was last.
    private var run: TrackedRun?
    private var result: CrewResult?
    /// Why the last failed round has no answer.
    private var failure: Complaint?
    private var firstFailure: Complaint?
    /// What is said of a run that Ctrl-C has left.
    private var leaving: Complaint?
    /// Where it has its place if it goes on behind the prompt.
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
        // No pager waits for a key at night, and no round that changes nothing rings.
        self.line.settings.usesPager = false
        self.line.settings.notification.kind = .off
        self.line.conversation = .alone
        self.line.watch = .beginning
    }

    /// Does them until the watch ends.
    /// - Throws: what ended it, unless that was asked for.
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

    /// Does them behind a prompt, where only what is new is announced.
    mutating func run(behindPromptOf watches: BackgroundWatches, id: Int) async {
        background = (watches, id)
        line.settings.progress = .never
        do {
            try await run()
        } catch {
            // Who is cancelled ends with the shell.
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
            // What is compared may be kept, so no secrets are in it.
            return watch.answered(line.runs.secretCover.covered(result.answer), at: clock.now())
        } catch {
            return try fail(error, cause: cause)
        }
    }

    /// A round has no answer, or was interrupted.
    /// - Parameter cause: the error of the service, or of the way to it, if it was one.
    /// - Throws: what ends the watch in any case: nobody reads the answers, or the task is cancelled.
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

    /// Shows what changed: to a person under the answer, else beside it, as the answer is to be all of stdout.
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
        // What ends the watch is said at its end.
        if !failed.isPermanent {
            console.complain(line.context.place.prefix + numbered(report.line()))
        }
    }

    /// A line with the number of the run in front of it, where a person could use it.
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

    /// The end of the watch.
    /// - Throws: ``Complaint`` if it is a failure, or an interruption.
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
