/// The result of one check.
package struct Check: Sendable, Hashable {
    /// How it went.
    package enum State: String, Sendable, Hashable {
        case ok, warning, failure
        /// It wasn't done, as it depends on another one that failed.
        case skipped
    }

    /// What was checked, in lower case with underscores; once in a section.
    package let name: String
    /// How it went.
    package let state: State
    /// What was found, on one line.
    package let detail: String
    /// What to do about it, on one line.
    package let advice: String?

    /// A check with this result.
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
