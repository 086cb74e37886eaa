import Nx1Client
import ShellOutput

/// A run that somebody at the prompt left, and what calls off the watching of it.
struct LeftRun: Sendable {
    let number: Int
    let recall: Interrupts
}

extension Session {
    /// The pauses before a run that could not be watched is tried again; after the last one it is given up.
    private static let pauses: [Duration] = [.seconds(5), .seconds(20), .seconds(60), .seconds(300)]
    /// No run is watched for longer.
    private static let patience: Duration = .seconds(86_400)

    /// Watches the runs that are left at the prompt, and announces each when it ends, until the task is cancelled. While
    /// none is left nothing happens here.
    func announceLeftRuns() async {
        let (runs, continuation) = AsyncStream.makeStream(of: LeftRun.self)
        leftRuns = continuation
        defer { leftRuns = nil }
        await withDiscardingTaskGroup { group in
            for await run in runs {
                group.addTask { await self.announce(run) }
            }
            group.cancelAll()
        }
    }

    /// A run goes on without anybody who watches it.
    func leave(_ number: Int) {
        guard let leftRuns, !runs[number].hasEnded else { return }
        let run = LeftRun(number: number, recall: Interrupts())
        recalls[number] = run.recall
        runs[number].isInBackground = true
        leftRuns.yield(run)
    }

    /// Somebody watches the run again: it needs no announcement.
    func takeUp(_ number: Int) {
        recalls.removeValue(forKey: number)?.interrupt()
    }

    private func announce(_ left: LeftRun) async {
        for pause in Self.pauses {
            do {
                guard let result = try await end(of: left), isLeft(left) else { return }
                recalls[left.number] = nil
                announce(result, of: left.number)
                await writeDown(result, of: left.number)
                return
            } catch let error as Nx1Error where !Self.isWorthAnotherTry(error) {
                return
            } catch is Nx1Error {
                guard isLeft(left), (try? await Task.sleep(for: pause)) != nil else { return }
            } catch {
                return
            }
        }
        guard isLeft(left) else { return }
        recalls[left.number] = nil
        console.note("%\(left.number) is out of sight · :status %\(left.number) takes it up again")
    }

    /// Whether it still is as it was left, and not watched again meanwhile.
    private func isLeft(_ left: LeftRun) -> Bool {
        recalls[left.number] === left.recall
    }

    /// Waits for the end of a run; nil if that is called off. The client library keeps to itself what it tries.
    private func end(of left: LeftRun) async throws -> CrewResult? {
        let nx1 = try open()
        let (id, began) = (runs[left.number].correlationID, runs[left.number].began)
        let race = try await ConsoleLog.$isSilenced.withValue(true) {
            try await left.recall.race(deadline: Self.patience) {
                // A recall from before the race was heard by nobody.
                guard await self.isLeft(left) else { throw CancellationError() }
                let steps = WatchedSteps()
                var count = 0
                for try await update in nx1.updates(of: id, patience: .seconds(30)) {
                    switch update {
                    case .event(let event):
                        count += 1
                        steps.add(event, at: .now - began)
                        await self.note(steps, events: count, of: left.number)
                    case .ended(let result):
                        steps.end(hasFailed: result.failure != nil)
                        return result
                    }
                }
                throw CancellationError()
            }
        }
        if case .finished(let result) = race { return result }
        return nil
    }

    private func note(_ steps: WatchedSteps, events count: Int, of number: Int) {
        // Those that were seen while somebody watched may come again.
        runs[number].events = max(runs[number].events, count)
        if runs[number].status?.isTerminal != true { runs[number].status = .running }
        // What was seen while somebody watched stays until as much has come again.
        if runs[number].steps.map({ $0.count <= steps.count }) ?? true { runs[number].steps = steps }
    }

    private func announce(_ result: CrewResult, of number: Int) {
        // Somebody has looked meanwhile, and knows.
        if runs[number].status?.isTerminal == true { return }
        keep(result, of: number)
        runs[number].elapsed = ContinuousClock.now - runs[number].began
        let what = result.failure == nil ? "shows it" : "says why"
        console.announce(
            "%\(number) has \(runs[number].ending) · :result %\(number) \(what)",
            signal: settings.notification.signal(about: runs[number]))
    }

    /// A run that the service doesn't know, or nobody may see, never ends here.
    private static func isWorthAnotherTry(_ error: Nx1Error) -> Bool {
        ![.notFound, .notSignedIn, .notAllowed, .invalidSetting].contains(error.code)
    }
}
