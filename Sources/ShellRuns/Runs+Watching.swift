package import Nx1Client
package import Nx1Values
import RunJournal
import ShellOutput

extension Runs {
    /// Sends the request of a new run and watches the run to its end.
    /// - Parameter tellsAcceptance: whether to journal the acceptance of the request at once.
    /// - Throws: the error, which the run and the journal have stored.
    package func start(
        _ run: TrackedRun, over nx1: Nx1, tellsAcceptance: Bool, within limits: WatchLimits,
        for observer: RunObserver
    ) async throws -> RunOutcome {
        let record = run.record
        return try await watch(run, within: limits, for: observer) { [journal] watch in
            let response = try await nx1.run(record.request)
            watch.accept(response.correlationID)
            // For parallel runs, the journalled id is enough if the service keeps it.
            if tellsAcceptance || response.correlationID != record.sentID {
                try await journal.accept(record.sentID, as: response.correlationID, status: response.status)
            }
            return try await watch.follow(nx1, patience: .seconds(30))
        }
    }

    /// Watches a run to its end.
    /// - Throws: as ``start(_:over:tellsAcceptance:within:for:)``.
    package func follow(
        _ run: TrackedRun, over nx1: Nx1, within limits: WatchLimits, for observer: RunObserver
    ) async throws -> RunOutcome {
        try await watch(run, within: limits, for: observer) { watch in
            if let id = try await self.locate(run, over: nx1) { watch.accept(id) }
            return try await watch.follow(nx1, patience: .seconds(3))
        }
    }

    /// Watches a run until it ends, Ctrl-C is pressed, or the deadline passes. Stores what was seen in any case.
    private func watch(
        _ run: TrackedRun, within limits: WatchLimits, for observer: RunObserver,
        _ operation: @escaping @Sendable (RunWatch) async throws -> CrewResult
    ) async throws -> RunOutcome {
        run.retain()
        defer { run.release() }
        left.takeUp(run)
        let watch = RunWatch(run.record, observer)
        do {
            let race = try await limits.interrupts.race(deadline: limits.deadline) {
                try await observer.accompany { try await operation(watch) }
            }
            run.update { $0.learn(watch) }
            switch race {
            case .finished(let result):
                await recordEnd(result, of: run)
                return .ended(result)
            case .interrupted, .deadline:
                left.leave(run)
                await recordLeaving(of: run)
                if case .interrupted = race { return .left } else { return .deadline }
            }
        } catch {
            run.update { $0.learn(watch) }
            await recordLeaving(of: run, for: error)
            throw error
        }
    }

    /// Sends the request of a new run without waiting for its end.
    /// - Throws: the error of the request.
    package func startInBackground(
        _ run: TrackedRun, over nx1: Nx1, within limits: WatchLimits
    ) async throws -> Race<Void> {
        let record = run.record
        do {
            let race = try await limits.interrupts.race(deadline: limits.deadline) {
                let response = try await nx1.run(record.request)
                run.update { record in
                    record.correlationID = response.correlationID
                    record.isAccepted = true
                    record.isInBackground = true
                    record.status = response.status
                }
                try await self.journal.accept(
                    record.sentID, as: response.correlationID, status: response.status)
            }
            if run.record.isAccepted { left.leave(run) }
            if case .finished = race { return race }
            await recordLeaving(of: run)
            return race
        } catch {
            await recordLeaving(of: run, for: error)
            throw error
        }
    }

    /// Waits until all of these runs have ended.
    /// - Throws: `Nx1Error` if one can't be watched.
    package func wait(for runs: [TrackedRun], over nx1: Nx1, within limits: WatchLimits) async throws -> Race<
        Void
    > {
        for run in runs {
            run.retain()
            left.takeUp(run)
        }
        defer { for run in runs { run.release() } }
        let race = try await limits.interrupts.race(deadline: limits.deadline) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for run in runs { group.addTask { try await self.wait(for: run, over: nx1) } }
                try await group.waitForAll()
            }
        }
        for run in runs where !run.record.hasEnded { left.leave(run) }
        return race
    }

    private func wait(for run: TrackedRun, over nx1: Nx1) async throws {
        if run.record.hasEnded { return }
        let watch = RunWatch(run.record, .silent(WatchedSteps()))
        let result = try await watch.follow(nx1, patience: .seconds(3))
        run.update { record in
            record.learn(watch.steps)
            record.elapsed = ContinuousClock.now - record.began
        }
        await recordEnd(result, of: run)
    }

    /// Fetches and stores the current state of a run; nil if the service doesn't know the run (yet).
    package func look(at run: TrackedRun, over nx1: Nx1) async throws -> RunSnapshot? {
        do {
            if case .template = run.record.definition, !run.record.isAccepted,
                try await locate(run, over: nx1) == nil
            {
                return nil
            }
            let snapshot = try await nx1.snapshot(of: run.record.correlationID)
            switch snapshot {
            case .unfinished(let status): run.update { $0.status = status ?? .running }
            case .ended(let result): await recordEnd(result, of: run)
            }
            run.update { $0.isAccepted = true }
            return snapshot
        } catch let error as Nx1Error where error.code == .notFound {
            return nil
        }
    }
}

extension SessionRun {
    /// Stores what was seen and how far watching got.
    fileprivate mutating func learn(_ watch: RunWatch) {
        let state = watch.state
        if !watch.steps.isEmpty || state.isAccepted { learn(watch.steps) }
        correlationID = state.correlationID
        events = state.events
        // A run that has ended stays ended, even if watching it again fails.
        if hasEnded { return }
        isAccepted = state.isAccepted
        elapsed = ContinuousClock.now - began
        status = state.isAccepted ? .running : nil
    }
}
