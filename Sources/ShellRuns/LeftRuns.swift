package import Nx1Client
import Nx1Events
package import Nx1Values
import ShellOutput
import Synchronization

/// The runs that were left at the prompt and are watched for their end, which is announced.
package final class LeftRuns: Sendable {
    /// One of them, and what calls off the watching of it.
    package struct Watching: Sendable {
        package let run: TrackedRun
        package let recall: Interrupts
    }

    private struct State {
        /// Where they go; nil where nobody is told of their end.
        var announcer: AsyncStream<Watching>.Continuation?
        /// What calls off the watching of each, by its number.
        var recalls: [Int: Interrupts] = [:]
    }

    private let state = Mutex(State())

    /// Whether somebody is told of their end.
    package var isAnnounced: Bool { state.withLock { $0.announcer != nil } }

    /// Whether a run is one of them.
    package func contains(_ run: TrackedRun) -> Bool { state.withLock { $0.recalls[run.number] != nil } }

    /// A run goes on without anybody who watches it.
    package func leave(_ run: TrackedRun) {
        let watching = Watching(run: run, recall: Interrupts())
        state.withLock { state in
            guard let announcer = state.announcer, !run.record.hasEnded else { return }
            state.recalls[run.number] = watching.recall
            run.update { $0.isInBackground = true }
            announcer.yield(watching)
        }
    }

    /// Somebody watches a run again: it needs no announcement.
    package func takeUp(_ run: TrackedRun) {
        state.withLock { $0.recalls.removeValue(forKey: run.number) }?.interrupt()
    }

    /// Hands the runs that are left to `announce`, each in a task of its own, until this task is cancelled. While none is left
    /// nothing happens here.
    package func announce(_ announce: @escaping @Sendable (Watching) async -> Void) async {
        let (runs, continuation) = AsyncStream.makeStream(of: Watching.self)
        state.withLock { $0.announcer = continuation }
        defer { state.withLock { $0.announcer = nil } }
        await withDiscardingTaskGroup { group in
            for await run in runs { group.addTask { await announce(run) } }
            group.cancelAll()
        }
    }

    /// Whether a run still is as it was left, and not watched again meanwhile.
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
    /// The pauses before a run that could not be watched is tried again; after the last one it is given up.
    private static let pauses: [Duration] = [.seconds(5), .seconds(20), .seconds(60), .seconds(300)]
    /// No run is watched for longer.
    private static let patience: Duration = .seconds(86_400)

    /// What became of a run that was left.
    package enum LeftRunEnding: Sendable {
        /// It has ended.
        case ended(CrewResult)
        /// It could not be watched any longer, and may go on.
        case outOfSight
        /// Somebody else sees to it, or nothing can be said.
        case unspoken
    }

    /// Waits for the end of a run that was left, and stores it. Who announces it writes it down afterwards.
    package func end(of watching: LeftRuns.Watching, open: @Sendable () throws -> Nx1) async -> LeftRunEnding
    {
        let run = watching.run
        for pause in Self.pauses {
            do {
                guard let result = try await result(of: watching, open: open), left.isLeft(watching) else {
                    return .unspoken
                }
                left.forget(watching)
                // Somebody has looked meanwhile, and knows.
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

    /// Watches a run until it ends; nil if that is called off.
    private func result(
        of watching: LeftRuns.Watching, open: @Sendable () throws -> Nx1
    ) async throws -> CrewResult? {
        let (nx1, run, left) = (try open(), watching.run, left)
        let (id, began) = (run.record.correlationID, run.record.began)
        let race = try await watching.recall.race(deadline: Self.patience) {
            // A recall from before the race was heard by nobody.
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

    /// A run that the service doesn't know, or nobody may see, never ends here.
    private static func isWorthAnotherTry(_ error: Nx1Error) -> Bool {
        ![.notFound, .notSignedIn, .notAllowed, .invalidSetting].contains(error.code)
    }
}

extension SessionRun {
    fileprivate mutating func see(_ seen: WatchedSteps, events count: Int) {
        // Those that were seen while somebody watched may come again.
        events = max(events, count)
        if !hasEnded { status = .running }
        // What was seen while somebody watched stays until as much has come again.
        if steps.map({ $0.count <= seen.count }) ?? true { steps = seen }
    }
}
