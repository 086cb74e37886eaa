import Nx1Events
import Nx1Values

/// The state of the service's list of runs, newest first, before a request was sent: runs above it are new.
enum RunBaseline: Sendable, Hashable {
    /// There were no runs.
    case empty
    /// The newest run, with its creation time (milliseconds since 1970).
    case newest(id: String, createdAt: Int64?)
    /// Only the time is known (milliseconds since 1970).
    case time(Int64)

    /// Creates a baseline from the newest run's record, if any.
    init(_ newest: CrewRunRecord?) {
        guard let newest else {
            self = .empty
            return
        }
        self = .newest(id: newest.id, createdAt: newest.creation)
    }

    /// The new runs of a list.
    /// - Parameter limit: how many runs were requested.
    /// - Returns: the new runs, and whether the list reaches back far enough to contain all of them.
    func newRecords(
        in records: [CrewRunRecord], limit: Int
    ) -> (records: [CrewRunRecord], areAll: Bool) {
        let isWhole = records.count < limit
        switch self {
        case .empty: return (records, isWhole)
        case .newest(let id, let moment):
            let new = records.prefix { $0.id != id }
            return (new.filter { $0.isFrom(moment) }, isWhole || new.count < records.count)
        case .time(let moment):
            let new = records.filter { $0.isFrom(moment) }
            return (new, isWhole || new.count < records.count)
        }
    }
}

extension CrewRunRecord {
    /// When the run was requested, in milliseconds since 1970, if the service sends it.
    fileprivate var creation: Int64? { createdAt.flatMap(Timestamp.milliseconds) }

    /// Whether the run is no older than `moment`, as far as that is known.
    fileprivate func isFrom(_ moment: Int64?) -> Bool {
        guard let moment, let creation else { return true }
        return creation >= moment
    }
}
