import AnswerComparison
import Nx1Client
import Nx1Events
import RepeatedQuestions
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// Repeating a line (`:watch`).
extension Session {
    /// Repeats a line in the foreground or, if it ends with `&`, in the background. `off` ends background
    /// watches.
    /// - Parameter arguments: the arguments of `:watch`.
    /// - Throws: the error that ended the watch, unless it ended as requested.
    package func watch(_ arguments: String, in context: LineContext) async throws {
        let words = arguments.split(whereSeparator: \.isWhitespace)
        if words.first == "off", words.count == 1 || words.count == 2 && words[1].hasPrefix("%") {
            return try endWatches(of: words.count == 2 ? String(words[1]) : nil, on: context.console)
        }
        let isInBackground = words.last == "&"
        let own = isInBackground ? String(arguments.dropLast()).trimmed : arguments
        if isInBackground, !watches.isPossible {
            throw Complaint.usage(
                "A watch can run in the background only at the prompt.", advice: "Remove the &.")
        }
        if settings.showsOnlyChanges {
            throw Complaint.usage(
                ":watch already compares answers.", advice: "Leave out --if-changed.")
        }
        let parsed = try WatchArguments(own)
        var line = lineRuns(in: context)
        let request = try await watchedRequest(parsed.line, by: line)
        if settings.isDryRun { return try await line.showUnsent(request) }
        var baseline: JSONValue?
        if let earlier = request.earlierRun {
            baseline = try await runs.journalledAnswer(ofRunSentAs: earlier)?.answer
        }
        let watch = Watch(parsed.plan, localTime: clock.localTime, baseline: baseline)
        guard isInBackground else {
            var rounds = WatchRounds(of: request, watch, by: line, in: self, clock: clock)
            return try await rounds.run()
        }
        // `:watch off` ends the watch; the end of this line doesn't.
        let recall = Interrupts(keepsForNext: true)
        var background = context
        background.interrupts = recall
        background.outcome = LineOutcome()
        line = lineRuns(in: background)
        let facts = BackgroundWatches.Facts(
            crew: request.crew, question: request.text, interval: "\(parsed.plan.interval)")
        watches.begin(facts, recall: recall) { [self, line, clock, watches] id in
            var rounds = WatchRounds(of: request, watch, by: line, in: self, clock: clock)
            await rounds.run(behindPromptOf: watches, id: id)
        }
        context.console.note(
            "Watching \(facts.interval) in the background · :jobs lists it, :watch off ends it.")
    }

    /// The request of every round, made once so that all rounds send the same.
    private func watchedRequest(_ text: String?, by line: LineRuns) async throws -> CrewRequest {
        var request: CrewRequest
        if let text {
            request = try await self.request(asking: text, by: line)
        } else {
            request = try await requestAgain("", by: line)
        }
        if let text = request.text, text.isBlank {
            throw Complaint.emptyQuestion
        }
        if request.text == nil, request.lacksPlaceForAttachments {
            throw Complaint.attachmentWithoutQuestion
        }
        request.needsNewRun = true
        return try await resolved(line.completed(takeAttachments(of: request)), by: line)
    }

    /// The request of a line that asks a crew.
    private func request(asking text: String, by line: LineRuns) async throws -> CrewRequest {
        var parser = StatementParser(mode: .prompt, commands: surroundings.commands.names)
        var step = parser.feed(entry: text, number: 1)
        if case .more = step { step = parser.finish() }
        switch step {
        case .nothing, .more: throw Complaint.emptyQuestion
        case .refused(let reason, _): throw Complaint.usage("The line of :watch \(reason).")
        case .statement(let statement):
            if case .command(let name, let arguments) = statement.content,
                try command(named: name).name == "again"
            {
                return try await requestAgain(arguments, by: line)
            }
            if let request = try self.request(of: statement) { return request }
            let name = text.prefix { !$0.isWhitespace }
            throw Complaint.usage(
                ":watch can't repeat `\(name)` here.",
                advice:
                    "It repeats a text, `:crew TYPE TEXT`, `:template NAME …`, `:again` or a saved question.")
        }
    }

    /// Ends all background watches, or only the one that a run belongs to.
    private func endWatches(of name: String?, on console: Console) throws {
        var run: TrackedRun?
        if let name {
            run = Int(name.dropFirst()).flatMap(runs.run)
            if run == nil { throw Complaint.usage("This session has no run \(name).") }
        }
        let count = watches.end(with: run)
        guard count > 0 else {
            throw Complaint.usage(
                name.map { "\($0) isn't part of a background watch." }
                    ?? "No watch is running in the background.")
        }
    }

    /// Notes that background watches end with the prompt.
    nonisolated func sayWhichWatchesEnd() {
        let count = watches.all.count
        if count > 0 {
            surroundings.console.note(
                count == 1
                    ? "The background watch ends with the shell."
                    : "The \(count) background watches end with the shell.")
        }
    }
}

extension WatchRefusal: UsageError {}
