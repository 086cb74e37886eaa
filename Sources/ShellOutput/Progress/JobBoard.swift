import LineEditor

/// The live list of a session's runs in progress, one per row, with the key that leaves it.
package struct JobBoard: Sendable, Hashable {
    /// A run in progress.
    package struct Job: Sendable, Hashable {
        /// Its name in the session, such as `%2`.
        package var name: String
        package var crew: String
        /// The time since it started.
        package var elapsed: Duration
        /// What it is doing, on one line.
        package var doing: String
        /// The reported progress, from 0 to 1, if known.
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

    /// Returns the rows, fitted to a window.
    /// - Parameter sign: the current frame of the spinner.
    func rows(sign: String, in window: Window) -> [String] {
        // One row is for the hint, and one stays free, since a terminal may count rows differently.
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
