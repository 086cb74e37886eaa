import Nx1Client
import ShellOutput

/// The runs of a session, and how a person names one: `last`, `%N`, a correlation id or the beginning of one.
struct RunList: Sendable {
    private(set) var runs: [SessionRun] = []
    /// The number of the first that is still at hand.
    private var first = 1
    /// How many are kept at least: more than are under way at once, and than a person names by number.
    static let kept = 1024
    /// How many of them keep their steps in memory: the journal has those of the others.
    static let keptSteps = 128

    enum Reference: Sendable, Hashable {
        case run(number: Int)
        /// Not of this session: an id, or the beginning of one.
        case elsewhere(String)
    }

    subscript(number: Int) -> SessionRun {
        get { runs[number - first] }
        set { runs[number - first] = newValue }
    }

    /// Adds a run under the next number.
    mutating func add(_ make: (_ number: Int) -> SessionRun) -> SessionRun {
        let run = make(first + runs.count)
        runs.append(run)
        let old = runs.count - 1 - Self.keptSteps
        if runs.indices.contains(old), !runs[old].goesOn { runs[old].steps = nil }
        return run
    }

    /// Lets go of the oldest ones if there are many: the journal has them. One that goes on in the background stays, and those
    /// after it.
    mutating func forgetOldest() {
        guard runs.count >= 2 * Self.kept else { return }
        let count = runs.firstIndex { $0.goesOn && $0.isInBackground } ?? .max
        let old = min(count, runs.count - Self.kept)
        first += old
        runs.removeFirst(old)
    }

    /// Whether the run of that number is still at hand.
    func contains(_ number: Int) -> Bool { runs.indices.contains(number - first) }

    /// What `name` names.
    /// - Throws: ``Complaint`` if it can't be a run of this session, or could be several.
    func find(_ name: String) throws(Complaint) -> Reference {
        if name.isEmpty {
            throw .usage(
                "RUN is empty.", advice: "Give last, %N, or a correlation id or any unique beginning of one.")
        }
        if Self.isLast(name) {
            guard let last = runs.last else {
                throw .usage(
                    "There is no run in this session yet.",
                    advice: "Give a correlation id; :runs lists those of earlier sessions.")
            }
            return .run(number: last.number)
        }
        if name.hasPrefix("%") {
            guard let number = Int(name.dropFirst()), number > 0 else {
                throw .usage("\(name) is no run: a number follows the percent sign, as in %1.")
            }
            let last = first + runs.count - 1
            guard number <= last else {
                let there = runs.isEmpty ? "it has none yet" : "its last is %\(last)"
                throw .usage("This session has no run \(name); \(there).")
            }
            guard number >= first else {
                throw .usage("The run \(name) was long ago.", advice: ":runs lists it with its id.")
            }
            return .run(number: number)
        }
        // A run taken up twice is listed twice: the later one knows more.
        if let run = runs.last(where: { $0.correlationID == name }) { return .run(number: run.number) }
        let matches = runs.filter {
            $0.correlationID.hasPrefix(name.lowercased()) || $0.correlationID.hasPrefix(name)
        }
        if Set(matches.map(\.correlationID)).count > 1 {
            throw Self.ambiguous(name, matches.map(\.correlationID))
        }
        return matches.last.map { .run(number: $0.number) } ?? .elsewhere(name)
    }

    /// Whether `name` means the newest run.
    static func isLast(_ name: String) -> Bool { name == "last" || name == "%" }

    static func ambiguous(_ name: String, _ ids: [String]) -> Complaint {
        let shown = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", …" : "")
        return .usage("Several runs begin with \(name): \(shown).", advice: "Give more of the id.")
    }
}
