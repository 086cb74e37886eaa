/// A report of runs, for people who weren't there.
package struct Report: Sendable {
    /// The title. Without one, the heading of a single run is the question.
    package let title: String?
    /// When the report was created.
    package let made: ReportMoment
    /// The runs, in order.
    package let entries: [ReportEntry]

    package init(title: String? = nil, made: ReportMoment, entries: [ReportEntry]) {
        self.title = title
        self.made = made
        self.entries = entries
    }

    /// The heading above all runs; nil if the only run's question is the heading.
    var heading: String? {
        title ?? (entries.count == 1 ? nil : "Report, " + made.local.prefix { $0 != " " })
    }

    /// The level of the runs' headings.
    var entryLevel: Int { heading == nil ? 1 : 2 }

    /// The title of the document.
    var name: String { heading ?? entries.first?.heading ?? "Report" }
}

/// A moment in a report.
package struct ReportMoment: Sendable, Hashable {
    /// Local time, such as `2026-11-25 00:23`.
    package let local: String
    /// UTC, in ISO 8601.
    package let timestamp: String

    package init(local: String, timestamp: String) {
        self.local = local
        self.timestamp = timestamp
    }
}
