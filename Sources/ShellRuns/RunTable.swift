import Nx1Client
import ShellOutput

/// The runs of a session, and how a person names one: `last`, `%N`, a correlation id or the beginning of one.
///
/// A number leads to a run or to nothing; who has a run keeps it, whatever the table forgets.
struct RunTable: Sendable {
    /// Those at hand, the oldest first.
    private(set) var runs: [TrackedRun] = []
    private var byNumber: [Int: TrackedRun] = [:]
    /// The number that the next one gets.
    private var next = 1
    /// How many are kept at least: more than are under way at once, and than a person names by number.
    static let kept = 1024
    /// How many of them keep their steps in memory: the journal has those of the others.
    static let keptSteps = 128

    enum Reference: Sendable {
        case run(TrackedRun)
        /// Not of this session: an id, or the beginning of one.
        case elsewhere(String)
    }

    /// The run of that number, if it is at hand.
    subscript(number: Int) -> TrackedRun? { byNumber[number] }

    /// Adds a run under the next number, and lets go of old ones if there are many.
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

    /// Adds runs of before under their numbers, which rise; there is none yet.
    mutating func restore(_ restored: [SessionRun]) {
        for run in restored.suffix(Self.kept) where run.number >= next {
            let tracked = TrackedRun(run)
            runs.append(tracked)
            byNumber[run.number] = tracked
            next = run.number + 1
        }
    }

    /// Gives the runs that were begun by lines at once the numbers that they would have if one line had followed the other.
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

    /// Lets go of a run, whose number leads to nothing from then on.
    mutating func remove(_ run: TrackedRun) {
        runs.removeAll { $0 === run }
        if byNumber[run.number] === run { byNumber[run.number] = nil }
    }

    /// Lets go of the oldest ones if there are many: the journal has them. One that somebody watches stays, and so does one that
    /// goes on in the background.
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

    /// What `name` names.
    /// - Throws: ``Complaint`` if it can't be a run of this session, or could be several.
    func find(_ name: String) throws(Complaint) -> Reference {
        if name.isEmpty {
            throw .usage("RUN is empty.", advice: Self.forms)
        }
        if Self.isLast(name) {
            guard let last = runs.last else {
                throw .usage(
                    "This session has no runs yet.",
                    advice: "Use a correlation id. :runs lists those of earlier sessions.")
            }
            return .run(last)
        }
        if name.hasPrefix("%") {
            guard let number = Int(name.dropFirst()), number > 0 else {
                throw .usage("\(name) isn't a run: the percent sign needs a number, as in %1.")
            }
            guard number < next else {
                let there = next == 1 ? "it has none yet" : "its last is %\(next - 1)"
                throw .usage("This session has no run \(name); \(there).")
            }
            guard let run = byNumber[number] else {
                throw .usage(
                    "Run \(name) is no longer in this session's list.", advice: ":runs lists it with its id.")
            }
            return .run(run)
        }
        // A run taken up twice is listed twice: the later one knows more.
        let ids = runs.map(\.record.correlationID)
        if let place = ids.lastIndex(of: name) { return .run(runs[place]) }
        let places = ids.indices.filter { ids[$0].hasPrefix(name.lowercased()) || ids[$0].hasPrefix(name) }
        if Set(places.map { ids[$0] }).count > 1 { throw Self.ambiguous(name, places.map { ids[$0] }) }
        return places.last.map { .run(runs[$0]) } ?? .elsewhere(name)
    }

    /// What RUN can be, as advice.
    static let forms = "Use last, %N, or a correlation id or the start of one."

    /// Whether `name` means the newest run.
    static func isLast(_ name: String) -> Bool { name == "last" || name == "%" }

    static func ambiguous(_ name: String, _ ids: [String]) -> Complaint {
        let shown = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        return .usage("\(name) matches several runs: \(shown).", advice: "Use more of the id.")
    }
}
