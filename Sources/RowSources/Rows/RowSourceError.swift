import ShellInput

/// Why rows can't be read.
package struct RowSourceError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        /// It can't be opened or read; the reason as the end of a sentence.
        case unreadable(String)
        /// The first problems, and the number of all.
        case problems([RowProblem], count: Int)
        /// The used columns that don't exist, and those that do.
        case unknownColumns([String], known: [String])
        /// The file changed: before this row was read or, for nil, while it was being checked.
        case changed(row: Int?)
    }

    /// The name of the source in the middle of a sentence: ``the file `regions.csv` ``.
    package let source: String
    package let reason: Reason

    package init(_ source: String, _ reason: Reason) {
        self.source = source
        self.reason = reason
    }

    /// A sentence; several problems follow on a line each.
    package var description: String {
        let subject = source.prefix(1).uppercased() + source.dropFirst()
        switch reason {
        case .unreadable(let reason): return "Couldn't read \(source): \(reason)."
        case .problems(let problems, count: 1):
            guard let problem = problems.first else { return "Couldn't read \(source)." }
            return problem.place == .input
                ? "\(subject) \(problem.reason)." : "In \(source), \(problem)."
        case .problems(let problems, let count):
            var lines = ["\(subject) has \(count) problems:"] + problems.map { "  \($0)" }
            if count > problems.count { lines.append("  and \(count - problems.count) more") }
            return lines.joined(separator: "\n")
        case .unknownColumns(let names, let known): return unknown(names, known, subject)
        case .changed(row: nil):
            return "\(subject) changed while it was being checked. Use a copy that nothing writes to."
        case .changed(let row?):
            return
                "\(subject) changed after it was checked, so row \(row) and the rows after it were not read."
        }
    }

    private func unknown(_ names: [String], _ known: [String], _ subject: String) -> String {
        let missing =
            names.count == 1
            ? "no column \(RowProblem.quoted(names[0]))"
            : "no columns \(Self.list(names, last: " or "))"
        let start = "\(subject) has \(missing)."
        if names.count == 1, let question = NearestNames.question(about: names[0], among: known) {
            return "\(start) \(question)"
        }
        if known.isEmpty { return start }
        return known.count == 1
            ? "\(start) Its only column is \(RowProblem.quoted(known[0]))."
            : "\(start) Its columns are \(Self.list(known, last: " and "))."
    }

    private static func list(_ names: [String], last: String) -> String {
        var shown = names.prefix(20).map(RowProblem.quoted)
        if names.count > 20 { return shown.joined(separator: ", ") + ", …" }
        let end = shown.popLast() ?? ""
        return shown.isEmpty ? end : shown.joined(separator: ", ") + last + end
    }
}
