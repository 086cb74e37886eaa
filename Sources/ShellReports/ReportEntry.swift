package import Nx1Events
import ShellOutput

/// A run in a report. Secrets are masked in all of its texts.
package struct ReportEntry: Sendable {
    /// The outcome of a run.
    package enum Outcome: Sendable, Hashable {
        case answered(JSONValue)
        /// The reason.
        case failed(String)
        /// The run hadn't ended when it was last looked up.
        case working
        /// The run has completed, but the answer isn't stored.
        case unknown
    }

    /// An input of the crew other than the question.
    package struct Input: Sendable, Hashable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }

        /// Whether it is folded, so that it doesn't hide the answer.
        var isLong: Bool { text.utf8.count > 300 }
    }

    /// The correlation id.
    package let correlationID: String
    /// The question as it was typed; nil if there was none.
    package var question: String?
    package var crew: CrewType?
    package var inputs: [Input] = []
    /// When the run was started; nil if unknown.
    package let began: ReportMoment?
    package var took: Duration?
    package var outcome: Outcome
    /// The steps, depth first.
    package var steps: [RunStep] = []
    /// The number of steps that didn't fit into the journal.
    package var droppedSteps = 0
    package var tokens: TokenUsage?
    /// Charts of the answer, as SVG documents.
    package var pictures: [String] = []

    package init(correlationID: String, began: ReportMoment?, outcome: Outcome) {
        self.correlationID = correlationID
        self.began = began
        self.outcome = outcome
    }

    /// The first line of the question, truncated to 140 characters.
    var heading: String {
        let rows = (question ?? "").split(whereSeparator: \.isNewline).map(\.trimmed)
        guard let row = rows.first(where: { !$0.isEmpty }) else {
            return crew.map { "A run of the crew \($0.rawValue)" } ?? "A run"
        }
        return row.count > Self.longestHeading ? row.prefix(Self.longestHeading - 1) + "…" : row
    }

    /// The full question, if the heading doesn't show all of it.
    var longQuestion: String? {
        question.flatMap { $0.trimmed.isEmpty || $0.trimmed == heading ? nil : $0 }
    }

    private static let longestHeading = 140

    /// The answer; nil if there is none.
    var answer: JSONValue? {
        if case .answered(let value) = outcome { value } else { nil }
    }

    /// The visible steps.
    var account: [StepAccount] { StepAccount.tree(of: steps, besides: answer) }

    /// The queries that its tools ran.
    var queries: QueryScript { QueryScript(steps) }

    /// The duration in seconds, and the number of tokens, where known.
    var measures: [String] {
        [took.map { "\($0.tenths) s" }, tokens?.total.counted("token")].compactMap(\.self)
    }

    /// Why there is no answer; nil if there is one.
    var obstacle: String? {
        switch outcome {
        case .answered: nil
        case .failed(let reason): reason
        case .working: "No answer yet: the run was still in progress when this report was written."
        case .unknown: "The answer isn't in the journal."
        }
    }
}
