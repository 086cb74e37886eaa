import Nx1Events
import Nx1Values

/// Assigns runs to a client's requests for templates, and keeps concurrent requests from taking each other's runs.
struct RunClaims: Sendable {
    /// The result of searching the service's list for a request whose response was lost.
    enum Search: Sendable, Hashable {
        case found(CrewRunResponse)
        /// No new run could be it.
        case none
        /// More than one run matches.
        case several([String])
        /// Undecidable, for this reason.
        case unclear(String)
        /// Undecidable until other requests of this client have their responses.
        case unsettled
        /// The service has no list of runs.
        case notOffered
        case failed(Nx1Error)
    }

    /// A concurrent request for the same template.
    private struct Rival: Sendable {
        let hasSameValues: Bool
        /// Whether its response was lost.
        var isLost = false
    }

    private struct Entry: Sendable {
        let recognition: RunRecognition
        var rivals: [Int: Rival] = [:]
    }

    private var entries: [Int: Entry] = [:]
    private var lastNumber = 0
    /// Runs that belong to some request, each with the last request that had started by then.
    private var taken: [(number: Int, id: String)] = []
    /// The last run of this client, whose owner identifies this client's runs.
    private var lastOwn: String?
    /// The owner of this client's runs, once known from the list.
    private var owner: String?

    /// Registers a request before its baseline is read.
    /// - Returns: the request's number.
    mutating func begin(_ recognition: RunRecognition) -> Int {
        lastNumber += 1
        var entry = Entry(recognition: recognition)
        let config = JSONValue.object(recognition.template.config.json)
        let values = JSONValue.object(recognition.values)
        for (number, other) in entries
        where config.isSameValue(as: .object(other.recognition.template.config.json)) {
            let isEqual = values.isSameValue(as: .object(other.recognition.values))
            entry.rivals[number] = Rival(hasSameValues: isEqual)
            entries[number]?.rivals[lastNumber] = Rival(hasSameValues: isEqual)
        }
        entries[lastNumber] = entry
        return lastNumber
    }

    /// Records that the response to a request was lost.
    mutating func lose(_ number: Int) {
        for other in entries.keys { entries[other]?.rivals[number]?.isLost = true }
    }

    /// Records that a request has ended, with a run or without one.
    mutating func settle(_ number: Int, run: String?) {
        if let run { take(run) }
        for other in entries.keys { entries[other]?.rivals[number] = nil }
        forget(number)
    }

    /// Records that a request has ended with an unknown outcome.
    mutating func abandon(_ number: Int) {
        lose(number)
        forget(number)
    }

    /// Records that a run belongs to some request, for the requests in progress.
    mutating func take(_ run: String) {
        lastOwn = run
        if !entries.isEmpty { taken.append((lastNumber, run)) }
    }

    private mutating func forget(_ number: Int) {
        entries[number] = nil
        // Runs taken before a request started are below its baseline.
        let oldest = entries.keys.min() ?? .max
        taken.removeAll { $0.number < oldest }
    }

    /// Searches the service's list for the run of a request, and assigns it to the request if found.
    /// - Parameter limit: how many runs were requested.
    mutating func search(
        for number: Int, in records: [CrewRunRecord], limit: Int, above baseline: RunBaseline
    ) -> Search {
        guard let entry = entries[number] else { return .none }
        let ids = Set(taken.map(\.id))
        let own = records.first { record in
            record.ownerID != nil && (ids.contains(record.correlationID) || record.correlationID == lastOwn)
        }
        if let own { owner = own.ownerID }
        let (new, areAll) = baseline.newRecords(in: records, limit: limit)
        let candidates = new.filter { record in
            !ids.contains(record.correlationID)
                && (owner == nil || record.ownerID == nil || record.ownerID == owner)
        }
        var matches: [(record: CrewRunRecord, evidence: RunRecognition.Evidence)] = []
        var isPossible = false
        for record in candidates {
            switch entry.recognition.verdict(on: record) {
            case .match(.id): return found(record, for: number)
            case .match(let evidence): matches.append((record, evidence))
            case .possible: isPossible = true
            case .other: break
            }
        }
        let isUnsettled = entry.rivals.values.contains { !$0.isLost }
        guard let match = matches.first else {
            if !areAll { return .unclear("the list of runs is too long to show all new runs") }
            guard isPossible else { return .none }
            return isUnsettled
                ? .unsettled : .unclear("the list has new runs, and any of them may be this one")
        }
        if matches.count > 1 {
            return isUnsettled ? .unsettled : .several(matches.map(\.record.correlationID))
        }
        if owner == nil, Set(records.compactMap(\.ownerID)).count > 1 {
            return .unclear("the run \(match.record.correlationID) may be this one, or someone else's")
        }
        let rivals = entry.rivals.values.filter { match.evidence == .configuration || $0.hasSameValues }
        if rivals.isEmpty { return found(match.record, for: number) }
        if isUnsettled { return .unsettled }
        return .unclear(
            "the run \(match.record.correlationID) may be this one, or belong to another request sent at the same time"
        )
    }

    private mutating func found(_ record: CrewRunRecord, for number: Int) -> Search {
        take(record.correlationID)
        return .found(CrewRunResponse(correlationID: record.correlationID, status: record.status))
    }
}
