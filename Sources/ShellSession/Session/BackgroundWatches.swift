package import Nx1Client
package import ShellRuns
import Synchronization

/// The watches that run in the background of a prompt.
package final class BackgroundWatches: Sendable {
    /// A watch, as `:jobs` shows it.
    package struct Facts: Sendable {
        package let crew: CrewType
        /// The question that the watch repeats.
        package let question: String?
        /// The interval, such as `every 10 min`.
        package let interval: String
        /// The number of rounds that have started.
        package fileprivate(set) var rounds = 0
        /// The run of the newest round.
        package fileprivate(set) var run: TrackedRun?

        init(crew: CrewType, question: String?, interval: String) {
            self.crew = crew
            self.question = question
            self.interval = interval
        }

        /// Whether a run is one of the watch's rounds.
        fileprivate func contains(_ other: TrackedRun) -> Bool {
            guard let watch = run?.record.watch else { return false }
            return other.record.watch == watch
        }
    }

    private struct State {
        /// Starts their work; nil without a prompt.
        var starter: AsyncStream<@Sendable () async -> Void>.Continuation?
        var all: [Int: (facts: Facts, recall: Interrupts)] = [:]
        var next = 1
    }

    private let state = Mutex(State())

    /// Whether there is a prompt that watches can run behind.
    var isPossible: Bool { state.withLock { $0.starter != nil } }

    /// The running watches, oldest first.
    package var all: [Facts] {
        state.withLock { $0.all.sorted { $0.key < $1.key }.map(\.value.facts) }
    }

    /// Starts a watch.
    /// - Parameters:
    ///   - recall: cancels the watch.
    ///   - work: runs the rounds. It receives the watch's id.
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

    /// Records that a round has started.
    func note(_ run: TrackedRun, of id: Int) {
        state.withLock { state in
            state.all[id]?.facts.run = run
            state.all[id]?.facts.rounds += 1
        }
    }

    /// Cancels all watches, or only the one that `run` belongs to.
    /// - Returns: the number of cancelled watches.
    func end(with run: TrackedRun? = nil) -> Int {
        let recalls = state.withLock { state in
            state.all.values.filter { watch in run.map(watch.facts.contains) ?? true }.map(\.recall)
        }
        for recall in recalls { recall.interrupt() }
        return recalls.count
    }

    /// Runs the rounds of all watches until the task is cancelled.
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
