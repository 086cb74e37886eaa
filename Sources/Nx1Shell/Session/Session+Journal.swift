import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

/// What the session writes into the journal.
extension Session {
    /// Writes a run down whose request is about to leave.
    /// - Throws: `CancellationError`.
    func writeDown(_ number: Int, to nx1: Nx1, at place: Place) async throws {
        let entry = entry(of: runs[number], at: place, host: "\(nx1.configuration.address)")
        runs[number].entry = entry
        try await journal.begin([entry])
    }

    /// Writes down how a run ended.
    func writeDown(_ result: CrewResult, of number: Int) async {
        guard var entry = runs[number].entry else { return }
        entry.end(with: result, under: secretCover)
        await keep(entry, of: number)
    }

    /// Writes down why a run is watched no longer although it has not ended, as far as anybody knows.
    func writeDown(_ error: any Error, of number: Int) async {
        // What came of a run that had ended before is known already.
        guard var entry = runs[number].entry, entry.result == nil else { return }
        entry.status = runs[number].status
        if let complaint = Complaint(error), !complaint.leavesRun {
            entry.failure = .init(code: complaint.code, message: secretCover.covered(complaint.message))
        }
        await keep(entry, of: number)
    }

    private func keep(_ entry: JournalEntry, of number: Int) async {
        if let steps = runs[number].steps { runs[number].learn(steps) }
        var entry = entry
        entry.correlationID = runs[number].correlationID
        entry.events = runs[number].events
        entry.elapsed = runs[number].elapsed
        entry.stepCount = runs[number].stepCount
        entry.tokens = .larger(entry.tokens, runs[number].tokens)
        let mayHaveSteps = runs[number].entry?.stepCount != nil
        let seen = runs[number].steps.flatMap { $0.isEmpty ? nil : $0.current }
        // The journal has the answer; here it would stay in memory.
        runs[number].entry = entry
        runs[number].entry?.answer = nil
        // Who is cancelled here leaves the row as that of a shell that died, and the next one looks the run up.
        guard let seen else {
            try? await journal.keep(entry)
            return
        }
        var steps = StoredSteps(seen.steps, dropped: seen.forgotten).covered(by: secretCover)
        if mayHaveSteps, let stored = try? await journal.steps(of: entry.sentID) {
            steps = stored.merging(steps)
            entry.stepCount = steps.rowCount
            if runs.contains(number) { runs[number].stepCount = steps.rowCount }
        }
        try? await journal.keep(entry, steps: steps.bounded())
    }

    /// Gives a run that somebody else started its place in the journal, where only its id finds it.
    func addEntry(of number: Int, to nx1: Nx1, at place: Place) {
        guard runs[number].entry == nil else { return }
        var entry = entry(of: runs[number], at: place, host: "\(nx1.configuration.address)")
        entry.isElsewhere = true
        runs[number].entry = entry
    }

    private func entry(of run: SessionRun, at place: Place, host: String) -> JournalEntry {
        let cover = secretCover
        let input = run.input.map(cover.covered)
        let text = run.text ?? run.question
        return JournalEntry(
            sentID: run.correlationID, correlationID: run.correlationID, host: host,
            profile: (try? connection.settings())?.profile?.name, crew: run.crew, input: input,
            question: text.map(cover.covered), origin: place.journalOrigin, began: run.beganAt,
            isCovered: input != run.input)
    }

    /// Whether a line has a secret in it: the session's own, or one of somebody else.
    func mayHoldSecret(_ line: String) -> Bool { secretCover.covered(line) != line }

    var secretCover: SecretCover {
        SecretCover(mask: connection.secretCover())
    }
}

extension Place {
    /// What the journal says of it.
    fileprivate var journalOrigin: JournalEntry.Origin {
        let source =
            switch origin {
            case .prompt: "prompt"
            case .commandLine: "command line"
            case .script(let name): name
            }
        return .init(source: source, line: line, batch: LineScope.current?.batch)
    }
}

extension Complaint {
    /// Whether somebody left a run that goes on.
    fileprivate var leavesRun: Bool { code == "interrupted" || code == "still_running" }
}
