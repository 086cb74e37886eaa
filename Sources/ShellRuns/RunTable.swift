import Nx1Client
import ShellOutput

/// The runs of a session, and how users refer to them: `last`, `%N`, a correlation id or the start of one.
///
/// A number refers to the same run for good, or to none. A reference to a run stays valid even if the table drops it.
struct RunTable: Sendable {
    /// The runs in the table, oldest first.
    private(set) var runs: [TrackedRun] = []
    private var byNumber: [Int: TrackedRun] = [:]
    /// The number of the next run.
    private var next = 1
    /// The minimum number of runs that are kept: more than can run in parallel, or than a user refers to by number.
    static let kept = 1024
    /// The number of runs whose steps stay in memory. The journal has the steps of older ones.
    static let keptSteps = 128

    enum Reference: Sendable {
        case run(TrackedRun)
        /// Not in this session: an id, or the start of one.
        case elsewhere(String)
    }

    /// The run with this number; nil if it isn't in the table.
    subscript(number: Int) -> TrackedRun? { byNumber[number] }

    /// Adds a run under the next number, and drops old runs if there are many.
    mutating func add(_ make: (_ number: Int) -> SessionRun) -> TrackedRun {
        forgetOldest()
        let run = TrackedRun(make(next))
        next += 1
        runs.append(run)
        byNumber[run.number] = run
        let old = runs.count - 1 - Self.keptSteps
        if runs.indices.contains(old) { runs[old].update { if !$0.goesOn { $0.steps = nil } } }
        return run
    }

    /// Adds earlier runs under their ascending numbers. The table must be empty.
    mutating func restore(_ restored: [SessionRun]) {
        for run in restored.suffix(Self.kept) where run.number >= next {
            let tracked = TrackedRun(run)
            runs.append(tracked)
            byNumber[run.number] = tracked
            next = run.number + 1
        }
    }

    /// Renumbers runs that were started by parallel lines, in the order of the lines.
    mutating func sortByLines() {
        let isUnsorted = { (run: TrackedRun) in run.record.lineOrdinal != nil }
        let places = runs.indices.filter { isUnsorted(runs[$0]) }
        let numbers = places.map { runs[$0].number }
        let sorted = places.map { runs[$0] }.sorted {
            ($0.record.lineOrdinal ?? 0, $0.number) < ($1.record.lineOrdinal ?? 0, $1.number)
        }
        for (index, run) in sorted.enumerated() {
            run.update {
                $0.number = numbers[index]
                $0.lineOrdinal = nil
            }
            runs[places[index]] = run
            byNumber[numbers[index]] = run
        }
    }

    /// Drops a run. Its number refers to nothing from then on.
    mutating func remove(_ run: TrackedRun) {
        runs.removeAll { $0 === run }
        if byNumber[run.number] === run { byNumber[run.number] = nil }
    }

    /// Drops the oldest runs if there are many; the journal has them. Runs that are being watched, or run in the
    /// background, are kept.
    private mutating func forgetOldest() {
        guard runs.count >= 2 * Self.kept else { return }
        var excess = runs.count - Self.kept
        runs.removeAll { run in
            guard excess > 0, !run.isInUse else { return false }
            excess -= 1
            byNumber[run.number] = nil
            return true
        }
    }

    /// The run that `name` refers to.
    /// - Throws: ``Complaint`` if it can't be a run of this session, or matches several.
    func find(_ name: String) throws(Complaint) -> Reference {
        if name.isEmpty {
            throw .usage("RUN is empty.", advice: Self.forms)
        }
        if Self.isLast(name) {
            guard let last = runs.last else {
                throw .noRuns.advised("Use a correlation id. :runs lists those of earlier sessions.")
            }
            return .run(last)
        }
        if name.hasPrefix("%") {
            guard let number = Int(name.dropFirst()), number > 0 else {
                throw .usage("\(name) isn't a run: the percent sign needs a number, as in %1.")
            }
            guard number < next else {
                let there = next == 1 ? "it has no runs yet" : "its last run is %\(next - 1)"
                throw .usage("This session has no run \(name): \(there).")
            }
            guard let run = byNumber[number] else {
                throw .usage(
                    "Run \(name) is no longer in this session's list.", advice: ":runs lists it with its id.")
            }
            return .run(run)
        }
        // A run that was looked up twice is in the table twice. The later one is more recent.
        let ids = runs.map(\.record.correlationID)
        if let place = ids.lastIndex(of: name) { return .run(runs[place]) }
        let places = ids.indices.filter { ids[$0].hasPrefix(name.lowercased()) || ids[$0].hasPrefix(name) }
        if Set(places.map { ids[$0] }).count > 1 { throw Self.ambiguous(name, places.map { ids[$0] }) }
        return places.last.map { .run(runs[$0]) } ?? .elsewhere(name)
    }

    /// The valid forms of RUN, as advice.
    static let forms = "Use last, %N, or a correlation id or the start of one."

    /// Whether `name` refers to the newest run.
    static func isLast(_ name: String) -> Bool { name == "last" || name == "%" }

    static func ambiguous(_ name: String, _ ids: [String]) -> Complaint {
        let shown = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        return .usage("\(name) matches several runs: \(shown).", advice: "Use more of the id.")
    }
}
