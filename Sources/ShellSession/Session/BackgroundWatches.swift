package import Nx1Client
package import ShellRuns
import Synchronization

/// The watches that go on behind a prompt.
package final class BackgroundWatches: Sendable {
    /// One of them.
    package struct Facts: Sendable {
        package let crew: CrewType
        /// What it asks.
        package let question: String?
        /// How often, such as `every 10 min`.
        package let interval: String
        /// The number of rounds that have begun.
        package fileprivate(set) var rounds = 0
        /// The newest of them.
        package fileprivate(set) var run: TrackedRun?

        init(crew: CrewType, question: String?, interval: String) {
            self.crew = crew
            self.question = question
            self.interval = interval
        }

        /// Whether a run is a round of it.
        fileprivate func contains(_ other: TrackedRun) -> Bool {
            guard let watch = run?.record.watch else { return false }
            return other.record.watch == watch
        }
    }

    private struct State {
        /// Where their work goes; nil where there is no prompt.
        var starter: AsyncStream<@Sendable () async -> Void>.Continuation?
        var all: [Int: (facts: Facts, recall: Interrupts)] = [:]
        var next = 1
    }

    private let state = Mutex(State())

    /// Whether there is a prompt for them to go on behind.
    var isPossible: Bool { state.withLock { $0.starter != nil } }

    /// Those that go on, the oldest first.
    package var all: [Facts] {
        state.withLock { $0.all.sorted { $0.key < $1.key }.map(\.value.facts) }
    }

    /// Begins one.
    /// - Parameters:
    ///   - recall: what ends it.
    ///   - work: does its rounds. Its id is given to it.
    func begin(
        _ facts: Facts, recall: Interrupts, work: @escaping @Sendable (_ id: Int) async -> Void
    ) {
        state.withLock { state in
            let id = state.next
            state.next += 1
            state.all[id] = (facts, recall)
            state.starter?.yield { [self] in
                await work(id)
                self.state.withLock { $0.all[id] = nil }
            }
        }
    }

    /// A round has begun.
    func note(_ run: TrackedRun, of id: Int) {
        state.withLock { state in
            state.all[id]?.facts.run = run
            state.all[id]?.facts.rounds += 1
        }
    }

    /// Ends them, or only the one that a run is a round of.
    /// - Returns: how many end.
    func end(with run: TrackedRun? = nil) -> Int {
        let recalls = state.withLock { state in
            state.all.values.filter { watch in run.map(watch.facts.contains) ?? true }.map(\.recall)
        }
        for recall in recalls { recall.interrupt() }
        return recalls.count
    }

    /// Does their rounds, until this task is cancelled.
    func run() async {
        let (work, continuation) = AsyncStream.makeStream(of: (@Sendable () async -> Void).self)
        state.withLock { $0.starter = continuation }
        defer { state.withLock { $0.starter = nil } }
        await withDiscardingTaskGroup { group in
            for await rounds in work { group.addTask { await rounds() } }
            group.cancelAll()
        }
    }
}
