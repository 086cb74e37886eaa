import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

extension String {
    /// Whether it is a text with a blank and `&` at its end, which is not waited for.
    var isForBackground: Bool { hasSuffix(" &") }
}

extension Session {
    /// Starts a run of the default crew and doesn't wait for its end, which is announced if somebody is at a prompt then.
    /// - Throws: whatever kept the run from being started.
    func startInBackground(_ text: String, at place: Place) async throws {
        guard !text.isBlank else {
            throw Complaint.usage(":bg wants a text.", advice: ":help bg shows how.")
        }
        let crew = defaultCrew
        let nx1 = try open()
        try await check(crew, with: nx1)
        let run = begin(crew, input: input([:], text: withContext(text)), text: text)
        let input = run.input ?? [:]
        noteRequest(run, to: nx1)
        try await writeDown(run.number, to: nx1, at: place)
        do {
            let race = try await interrupts.race(deadline: settings.deadline) {
                try await nx1.run(crew, input: input, correlationID: run.correlationID)
            }
            switch race {
            case .finished(let response): try await accept(response, of: run)
            case .interrupted: throw left(runs[run.number])
            case .deadline: throw stillRunning(runs[run.number])
            }
        } catch {
            await writeDown(error, of: run.number)
            throw explain(error, about: runs[run.number])
        }
        leave(run.number)
        console.note("\(wayToName(runs[run.number])) works in the background.")
    }

    private func accept(_ response: CrewRunResponse, of run: SessionRun) async throws {
        runs[run.number].correlationID = response.correlationID
        runs[run.number].isAccepted = true
        runs[run.number].isInBackground = true
        runs[run.number].status = response.status
        runs[run.number].entry?.correlationID = response.correlationID
        try await journal.accept(run.correlationID, as: response.correlationID, status: response.status)
    }

    private func wayToName(_ run: SessionRun) -> String { "%\(run.number) · \(run.correlationID)" }

    /// Waits for the ends of runs, all at once.
    /// - Throws: `Nx1Error` if one can't be waited for.
    func wait(for numbers: [Int]) async throws {
        let nx1 = try open()
        for number in numbers { takeUp(number) }
        let ids = numbers.map { ($0, runs[$0].correlationID) }
        let race = try await interrupts.race(deadline: settings.deadline) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, id) in ids { group.addTask { try await self.await(number, id, nx1) } }
                try await group.waitForAll()
            }
        }
        for number in numbers where runs[number].status?.isTerminal != true { leave(number) }
        switch race {
        case .finished: return
        case .interrupted:
            throw Complaint("interrupted", "Interrupted; the runs go on.", exitStatus: .interrupted)
        case .deadline:
            throw Complaint(
                "still_running", "Some runs are still at work and go on.", exitStatus: .stillRunning)
        }
    }

    private func await(_ number: Int, _ id: String, _ nx1: Nx1) async throws {
        let (steps, began) = (WatchedSteps(), runs[number].began)
        for try await update in nx1.updates(of: id) {
            guard case .ended(let result) = update else {
                if case .event(let event) = update { steps.add(event, at: .now - began) }
                continue
            }
            steps.end(hasFailed: result.failure != nil)
            runs[number].learn(steps)
            keep(result, of: number)
            runs[number].elapsed = ContinuousClock.now - runs[number].began
            await writeDown(result, of: number)
        }
    }

    /// Runs of this session as a list.
    func standings(of numbers: [Int]) -> Reply {
        .table(
            columns: ["run", "crew", "status", "seconds", "question"],
            rows: numbers.map { number in
                let run = runs[number]
                return [
                    .string("%\(number)"), run.crew.map { .string($0.rawValue) } ?? .null,
                    .string(run.status?.rawValue ?? "unknown"),
                    (run.elapsed ?? (ContinuousClock.now - run.began)).cell,
                    .string(
                        run.question.map {
                            String($0.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(60))
                        } ?? ""),
                ]
            })
    }
}
