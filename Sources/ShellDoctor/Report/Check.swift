/// The result of one check.
package struct Check: Sendable, Hashable {
    /// The result.
    package enum State: String, Sendable, Hashable {
        case ok, warning, failure
        /// It wasn't done, because it depends on a check that failed.
        case skipped
    }

    /// What was checked, in lower case with underscores; unique in a report.
    package let name: String
    /// The result.
    package let state: State
    /// What was found, on one line.
    package let detail: String
    /// What to do about it, on one line.
    package let advice: String?

    /// Creates the result of a check.
    package init(_ name: String, _ state: State, _ detail: String, advice: String? = nil) {
        self.name = name
        self.state = state
        self.detail = detail
        self.advice = advice
    }

    static func ok(_ name: String, _ detail: String, advice: String? = nil) -> Check {
        Check(name, .ok, detail, advice: advice)
    }

    static func warning(_ name: String, _ detail: String, advice: String? = nil) -> Check {
        Check(name, .warning, detail, advice: advice)
    }

    static func failure(_ name: String, _ detail: String, advice: String? = nil) -> Check {
        Check(name, .failure, detail, advice: advice)
    }

    /// - Parameter reason: what failed before, as a sentence, such as "There is no connection."
    static func skipped(_ name: String, _ reason: String) -> Check {
        Check(name, .skipped, reason)
    }
}
