import Nx1Events
import Nx1Values
import Synchronization

/// The claims shared by all requests of one client.
final class TemplateRuns: Sendable {
    /// How many runs of the service's list to search.
    static let limit = 100
    /// How many seconds the service's clock may be behind this machine's.
    static let clockTolerance = 5.0

    private let claims = Mutex(RunClaims())

    func begin(_ recognition: RunRecognition) -> Int { claims.withLock { $0.begin(recognition) } }
    func lose(_ number: Int) { claims.withLock { $0.lose(number) } }
    func settle(_ number: Int, run: String?) { claims.withLock { $0.settle(number, run: run) } }
    func abandon(_ number: Int) { claims.withLock { $0.abandon(number) } }
    func take(_ run: String) { claims.withLock { $0.take(run) } }

    func search(
        for number: Int, in records: [CrewRunRecord], above baseline: RunBaseline
    ) -> RunClaims.Search {
        claims.withLock { $0.search(for: number, in: records, limit: Self.limit, above: baseline) }
    }

    /// Searches for the run of a request that is no longer in progress.
    func search(
        for recognition: RunRecognition, in records: [CrewRunRecord], since moment: Int64,
        excluding others: Set<String>
    ) -> RunClaims.Search {
        claims.withLock { claims in
            let number = claims.begin(recognition)
            for id in others { claims.take(id) }
            let found = claims.search(for: number, in: records, limit: Self.limit, above: .time(moment))
            claims.settle(number, run: nil)
            return found
        }
    }
}
