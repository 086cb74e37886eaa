#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The runs that the service knows, oldest first.
actor RunStore {
    /// The result of a request to start a run.
    enum Start: Sendable {
        /// A new run. `number` is the run's ordinal, starting at 1.
        case started(Run, number: Int)
        /// A run with that correlation id exists, so none was started.
        case known(Run)
        /// The scenario `flaky`: no run was started; the next such request starts one.
        case unavailable
    }

    /// The number of requests about a run, for the scenarios that depend on it.
    private struct Visits {
        var events = 0
        var results = 0
    }

    /// The maximum number of runs, and of bytes of their requests, kept after they have ended.
    private let runLimit: Int
    private let weightLimit: Int
    private let speed: Double

    private var runs: [String: Run] = [:]
    private var visits: [String: Visits] = [:]
    private var order: [String] = []
    private var weight = 0
    private var refused: [String] = []
    /// The number of runs started, including dropped ones.
    private(set) var startedCount = 0

    init(speed: Double, runLimit: Int = 10_000, weightLimit: Int = 256 << 20) {
        self.speed = speed
        self.runLimit = runLimit
        self.weightLimit = weightLimit
    }

    /// Starts a run, unless one with that correlation id exists.
    ///
    /// - Parameters:
    ///   - correlationID: the caller's id; without one, the run gets a UUID.
    ///   - fingerprint: identifies a repeated request that has no id.
    func start(_ request: RunRequest, correlationID: String?, fingerprint: String) -> Start {
        if let correlationID, let run = runs[correlationID] { return .known(run) }
        if request.options.scenarios.contains(.flaky), refuses(correlationID ?? fingerprint) {
            return .unavailable
        }
        let run = Run(
            id: UUID().uuidString.lowercased(),
            correlationID: correlationID ?? UUID().uuidString.lowercased(),
            request: request, plan: RunPlan(request), startDate: Date(), start: .now, speed: speed)
        runs[run.correlationID] = run
        order.append(run.correlationID)
        weight += run.weight
        startedCount += 1
        forgetOldRuns()
        return .started(run, number: startedCount)
    }

    func run(_ correlationID: String) -> Run? { runs[correlationID] }

    /// The run, and the number of earlier requests for its events.
    func visitEvents(of correlationID: String) -> (run: Run, earlier: Int)? {
        guard let run = runs[correlationID] else { return nil }
        defer { visits[correlationID, default: Visits()].events += 1 }
        return (run, visits[correlationID]?.events ?? 0)
    }

    /// The run, and the number of earlier requests for its result.
    func visitResult(of correlationID: String) -> (run: Run, earlier: Int)? {
        guard let run = runs[correlationID] else { return nil }
        defer { visits[correlationID, default: Visits()].results += 1 }
        return (run, visits[correlationID]?.results ?? 0)
    }

    /// Up to `limit` runs, newest first.
    func recent(_ limit: Int) -> [Run] {
        order.suffix(limit).reversed().compactMap { runs[$0] }
    }

    /// The run with that record id.
    func record(_ id: String) -> Run? { runs.values.first { $0.id == id } }

    /// Whether this is the first request with that key. The second one resets it.
    private func refuses(_ key: String) -> Bool {
        if let index = refused.firstIndex(of: key) {
            refused.remove(at: index)
            return false
        }
        refused.append(key)
        if refused.count > runLimit { refused.removeFirst() }
        return true
    }

    private func forgetOldRuns() {
        let now = ContinuousClock.now
        while order.count > runLimit || weight > weightLimit {
            let ended = order.firstIndex { runs[$0].map { $0.status(at: now) != .running } ?? true }
            guard let ended else { return }
            let correlationID = order.remove(at: ended)
            weight -= runs.removeValue(forKey: correlationID)?.weight ?? 0
            visits[correlationID] = nil
        }
    }
}
