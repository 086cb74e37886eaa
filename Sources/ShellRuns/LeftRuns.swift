package import Nx1Client
import Nx1Events
package import Nx1Values
import ShellOutput
import Synchronization

/// The runs that were left running at the prompt. They are watched in the background so that their end can be
/// announced.
package final class LeftRuns: Sendable {
    /// A run that is watched, and its cancellation.
    package struct Watching: Sendable {
        package let run: TrackedRun
        package let recall: Interrupts
    }

    private struct State {
        /// Receives the runs; nil if their ends aren't announced.
        var announcer: AsyncStream<Watching>.Continuation?
        /// Cancels the background watcher of each run, keyed by run number.
        var recalls: [Int: Interrupts] = [:]
    }

    private let state = Mutex(State())

    /// Whether the end of these runs is announced.
    package var isAnnounced: Bool { state.withLock { $0.announcer != nil } }

    /// Whether a run is watched in the background.
    package func contains(_ run: TrackedRun) -> Bool { state.withLock { $0.recalls[run.number] != nil } }

    /// Watches a run in the background from now on.
    package func leave(_ run: TrackedRun) {
        let watching = Watching(run: run, recall: Interrupts())
        state.withLock { state in
            guard let announcer = state.announcer, !run.record.hasEnded else { return }
            state.recalls[run.number] = watching.recall
            run.update { $0.isInBackground = true }
            announcer.yield(watching)
        }
    }

    /// Stops watching a run in the background, because it is watched in the foreground again.
    package func takeUp(_ run: TrackedRun) {
        state.withLock { $0.recalls.removeValue(forKey: run.number) }?.interrupt()
    }

    /// Passes each run that is left to `announce`, in a task of its own, until this task is cancelled.
    package func announce(_ announce: @escaping @Sendable (Watching) async -> Void) async {
        let (runs, continuation) = AsyncStream.makeStream(of: Watching.self)
        state.withLock { $0.announcer = continuation }
        defer { state.withLock { $0.announcer = nil } }
        await withDiscardingTaskGroup { group in
            for await run in runs { group.addTask { await announce(run) } }
            group.cancelAll()
        }
    }

    /// Whether a run is still being watched in the background by this watcher.
    fileprivate func isLeft(_ watching: Watching) -> Bool {
        state.withLock { $0.recalls[watching.run.number] === watching.recall }
    }

    fileprivate func forget(_ watching: Watching) {
        state.withLock { state in
            if state.recalls[watching.run.number] === watching.recall {
                state.recalls[watching.run.number] = nil
            }
        }
    }
}

extension Runs {
    /// The pauses between attempts to watch a run. After the last one, watching is given up.
    private static let pauses: [Duration] = [.seconds(5), .seconds(20), .seconds(60), .seconds(300)]
    /// The maximum time that a run is watched.
    private static let patience: Duration = .seconds(86_400)

    /// The result of watching a run in the background.
    package enum LeftRunEnding: Sendable {
        /// The run has ended.
        case ended(CrewResult)
        /// The run can no longer be watched, but may still be running.
        case outOfSight
        /// There is nothing to announce: the run is watched elsewhere, or the error is permanent.
        case unspoken
    }

    /// Waits for the end of a run that was left, and stores it. The caller journals it after the announcement.
    package func end(of watching: LeftRuns.Watching, open: @Sendable () throws -> Nx1) async -> LeftRunEnding
    {
        let run = watching.run
        for pause in Self.pauses {
            do {
                guard let result = try await result(of: watching, open: open), left.isLeft(watching) else {
                    return .unspoken
                }
                left.forget(watching)
                // A foreground command has seen the end in the meantime.
                let wasKnown = run.update { record in
                    if record.hasEnded { return true }
                    record.elapsed = ContinuousClock.now - record.began
                    record.end(with: result)
                    return false
                }
                if !wasKnown { return .ended(result) }
                await recordEnd(result, of: run)
                return .unspoken
            } catch let error as Nx1Error where !Self.isWorthAnotherTry(error) {
                return .unspoken
            } catch is Nx1Error {
                guard left.isLeft(watching), (try? await Task.sleep(for: pause)) != nil else {
                    return .unspoken
                }
            } catch {
                return .unspoken
            }
        }
        guard left.isLeft(watching) else { return .unspoken }
        left.forget(watching)
        return .outOfSight
    }

    /// Watches a run until it ends; nil if watching is cancelled.
    private func result(
        of watching: LeftRuns.Watching, open: @Sendable () throws -> Nx1
    ) async throws -> CrewResult? {
        let (nx1, run, left) = (try open(), watching.run, left)
        let (id, began) = (run.record.correlationID, run.record.began)
        let race = try await watching.recall.race(deadline: Self.patience) {
            // A cancellation before the race began had no operation to stop, so it is checked now.
            guard left.isLeft(watching) else { throw CancellationError() }
            let steps = WatchedSteps()
            var count = 0
            for try await update in nx1.updates(of: id, patience: .seconds(30)) {
                switch update {
                case .event(let event):
                    count += 1
                    steps.add(event, at: .now - began)
                    let seen = count
                    run.update { $0.see(steps, events: seen) }
                case .ended(let result):
                    steps.end(hasFailed: result.failure != nil)
                    return result
                }
            }
            throw CancellationError()
        }
        if case .finished(let result) = race { return result }
        return nil
    }

    /// Retrying can't help if the service doesn't know the run, or the user may not see it.
    private static func isWorthAnotherTry(_ error: Nx1Error) -> Bool {
        ![.notFound, .notSignedIn, .notAllowed, .invalidSetting].contains(error.code)
    }
}

extension SessionRun {
    fileprivate mutating func see(_ seen: WatchedSteps, events count: Int) {
        // Events that were already seen in the foreground may arrive again.
        events = max(events, count)
        if !hasEnded { status = .running }
        // Keeps the steps seen in the foreground until as many have arrived again.
        if steps.map({ $0.count <= seen.count }) ?? true { steps = seen }
    }
}
