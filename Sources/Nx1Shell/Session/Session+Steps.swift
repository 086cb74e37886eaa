import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

extension Session {
    /// What the run that `name` names did: as this session saw it, or as the journal has it, or as the service tells it.
    func stepReport(on name: String, at place: Place) async throws -> StepReport {
        let number = try await take(up: name)
        if let stored = try await knownSteps(of: number) { return report(on: number, stored) }
        try await fetchSteps(of: number, at: place)
        let stored = try await knownSteps(of: number) ?? StoredSteps([])
        return report(on: number, stored)
    }

    private func report(on number: Int, _ stored: StoredSteps) -> StepReport {
        let run = runs[number]
        if !run.hasEnded || stored.steps.contains(where: { $0.state == .working }) {
            let way = wayBack(to: run, by: ":status").map { ": \($0) shows the others" } ?? ""
            console.note("The run hadn't ended when these steps were read\(way).")
        }
        return StepReport(
            correlationID: run.correlationID, crew: run.crew, status: run.status, elapsed: run.elapsed,
            tokens: run.tokens, steps: stored.steps, dropped: stored.dropped)
    }

    /// The steps that are known without the service; nil if none are.
    private func knownSteps(of number: Int) async throws -> StoredSteps? {
        let seen = runs[number].steps?.current
        let own = seen.map { StoredSteps($0.steps, dropped: $0.forgotten) }
        guard let entry = runs[number].entry, entry.stepCount ?? 0 > own?.rowCount ?? 0,
            let stored = try await journal.steps(of: entry.sentID), !stored.steps.isEmpty
        else { return own.flatMap { $0.steps.isEmpty ? nil : $0 } }
        return stored
    }

    /// Asks the service for the events of a run: again if it has ended, else until it ends.
    private func fetchSteps(of number: Int, at place: Place) async throws {
        let nx1 = try open()
        switch try await look(at: number) {
        case .ended(let result)?:
            addEntry(of: number, to: nx1, at: place)
            try await replay(number, from: nx1)
            await writeDown(result, of: number)
        case .unfinished?: try await followToEnd(number, to: nx1, at: place)
        case nil where runs[number].isAccepted: try await followToEnd(number, to: nx1, at: place)
        case nil:
            throw Complaint(
                "not_found", "The service doesn't know the run \(runs[number].correlationID).",
                exitStatus: .failed)
        }
    }

    /// Watches a run to its end; that it failed is no failure to show what it did.
    private func followToEnd(_ number: Int, to nx1: Nx1, at place: Place) async throws {
        addEntry(of: number, to: nx1, at: place)
        do {
            _ = try await follow(number, at: place)
        } catch let complaint as Complaint where complaint.failedRun == number {}
    }

    /// Reads the events of a run that has ended.
    private func replay(_ number: Int, from nx1: Nx1) async throws {
        let (id, began, steps) = (runs[number].correlationID, runs[number].began, WatchedSteps())
        let race = try await interrupts.race(deadline: settings.deadline) {
            for try await update in nx1.updates(of: id) {
                switch update {
                case .event(let event): steps.add(event, at: .now - began)
                case .ended(let result): steps.end(hasFailed: result.failure != nil)
                }
            }
        }
        runs[number].learn(steps)
        switch race {
        case .finished: return
        case .interrupted: throw Complaint("interrupted", "Interrupted.", exitStatus: .interrupted)
        case .deadline:
            throw Complaint(
                "still_running", "The events of the run \(id) didn't arrive within the deadline.",
                exitStatus: .stillRunning)
        }
    }
}
