#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The runs that the service knows, the oldest first.
actor RunStore {
    /// What comes of a request to start a run.
    enum Start: Sendable {
        /// The service's so manieth run, from 1.
        case started(Run, number: Int)
        /// A run with that correlation id is known; nothing was started.
        case known(Run)
        /// The scenario `flaky`: nothing was started, the next request like this will be.
        case unavailable
    }

    /// How often a run was asked for things, for the scenarios that count.
    private struct Visits {
        var events = 0
        var results = 0
    }

    /// How many runs, and how many bytes of their requests, are kept once they have ended.
    private let runLimit: Int
    private let weightLimit: Int
    private let speed: Double

    private var runs: [String: Run] = [:]
    private var visits: [String: Visits] = [:]
    private var order: [String] = []
    private var weight = 0
    private var refused: [String] = []
    /// How many runs were started, forgotten ones included.
    private(set) var startedCount = 0

    init(speed: Double, runLimit: Int = 10_000, weightLimit: Int = 256 << 20) {
        self.speed = speed
        self.runLimit = runLimit
        self.weightLimit = weightLimit
    }

    /// Starts a run, unless one with that correlation id is known.
    ///
    /// - Parameters:
    ///   - correlationID: The caller's id; a UUID is made if there is none.
    ///   - fingerprint: Tells a repeated request without an id from a new one.
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

    /// The run, and how often its events were asked for before.
    func visitEvents(of correlationID: String) -> (run: Run, earlier: Int)? {
        guard let run = runs[correlationID] else { return nil }
        defer { visits[correlationID, default: Visits()].events += 1 }
        return (run, visits[correlationID]?.events ?? 0)
    }

    /// The run, and how often its result was asked for before.
    func visitResult(of correlationID: String) -> (run: Run, earlier: Int)? {
        guard let run = runs[correlationID] else { return nil }
        defer { visits[correlationID, default: Visits()].results += 1 }
        return (run, visits[correlationID]?.results ?? 0)
    }

    /// Up to `limit` runs, the newest first.
    func recent(_ limit: Int) -> [Run] {
        order.suffix(limit).reversed().compactMap { runs[$0] }
    }

    /// The run with that record id.
    func record(_ id: String) -> Run? { runs.values.first { $0.id == id } }

    /// Whether this is the first time; the second time it is forgotten again.
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
