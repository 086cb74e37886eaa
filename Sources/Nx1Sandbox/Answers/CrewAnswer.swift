/// The answer of a run, made when it is asked for.
struct CrewAnswer: Sendable {
    private let crew: RunRequest.Crew
    private let question: String
    private let labels: [String]
    private let options: RunOptions

    init(_ request: RunRequest) {
        crew = request.crew
        question = request.question
        labels = request.labels
        options = request.options
    }

    /// `result` of the run. Says that it is the sandbox's, except if the request gave the answer itself.
    var json: JSON {
        if let answer = options.answer { return .verbatim(answer[...]) }
        if options.scenarios.contains(.huge) { return .string(Self.huge(question)) }
        if options.scenarios.contains(.garbled) { return .string(Self.garbled(question)) }
        switch crew {
        case .preset(.ask): return .string(Self.ask(question))
        case .preset(.dataEngineering): return .string(Self.dataEngineering(question))
        case .preset(.classification): return Self.classification(question, labels: labels)
        case .preset(.dataSuggestion): return Self.dataSuggestion(question)
        case .preset(.semanticModel): return Self.semanticModel()
        case .custom(let crew): return .string(Self.custom(crew))
        }
    }

    /// What every answer says, in one sentence.
    static let note = "This answer was made up by the Nx1 sandbox; no real data was read."

    /// The question as a Markdown quotation.
    static func quoted(_ question: String) -> String {
        guard !question.isEmpty else { return "You asked nothing: `task_input.question` was empty." }
        let lines = question.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return "You asked:\n\n" + lines.map { "> \($0)" }.joined(separator: "\n")
    }
}
