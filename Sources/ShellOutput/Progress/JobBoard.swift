import LineEditor

/// The runs of a session that are at work, a row each, and how to get back to the prompt.
package struct JobBoard: Sendable, Hashable {
    /// One run.
    package struct Job: Sendable, Hashable {
        /// How the session calls it, such as `%2`.
        package var name: String
        package var crew: String
        /// Since it began.
        package var elapsed: Duration
        /// What it does, on one line.
        package var doing: String
        /// How far it has come, from 0 to 1, if it said so.
        package var share: Double?

        package init(name: String, crew: String, elapsed: Duration, doing: String, share: Double? = nil) {
            self.name = name
            self.crew = crew
            self.elapsed = elapsed
            self.doing = doing
            self.share = share
        }
    }

    package var jobs: [Job]

    package init(jobs: [Job]) {
        self.jobs = jobs
    }

    /// The rows, which fit into a window.
    /// - Parameter sign: what turns in front of each.
    func rows(sign: String, in window: Window) -> [String] {
        // One is the last line's, and one stays free, as a terminal may count differently.
        let room = max(1, window.rows - 2)
        let shown = jobs.count <= room ? jobs[...] : jobs.prefix(room - 1)
        let names = shown.reduce(0) { max($0, $1.name.count) }
        let crews = shown.reduce(0) { max($0, DisplayWidth.of($1.crew)) }
        var rows = shown.map { job in
            let head = sign + Self.padding(job.elapsed.inColumn, to: 6) + job.elapsed.inColumn
            let who = Self.padded(job.name, to: names) + " " + Self.padded(job.crew, to: crews)
            let share = job.share.map { " · \(Int(($0 * 100).rounded()))%" } ?? ""
            return "\(head)  \(who)  \(job.doing)\(share)"
        }
        if shown.count < jobs.count { rows.append("         and \(jobs.count - shown.count) more") }
        rows.append("         q or Ctrl-C: back to the prompt; the runs continue")
        return rows.map { DisplayWidth.fitting($0, into: max(1, window.columns - 1)) }
    }

    private static func padding(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.utf8.count))
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
