/// The answer of a run, generated when it is requested.
struct CrewAnswer: Sendable {
    /// The maximum number of characters of an answer that events report as model output.
    private static let beginningLength = 4000

    private let request: RunRequest
    private let script: CrewScript
    private let usage: CrewAITelling.Usage

    init(_ request: RunRequest, _ script: CrewScript, _ usage: CrewAITelling.Usage) {
        self.request = request
        self.script = script
        self.usage = usage
    }

    /// `result` of the run. Says that it comes from the sandbox, unless the request set the answer.
    var json: JSON {
        let answer = Self.answer(to: request)
        guard request.options.scenarios.contains(.crewOutput) else { return answer }
        return CrewAIOutput(
            script, raw: Self.text(of: answer), object: Self.isObject(answer) ? answer : nil, usage: usage
        ).json
    }

    private static func isObject(_ answer: JSON) -> Bool {
        switch answer {
        case .object: return true
        case .verbatim(let source):
            if case .object? = (try? JSONReader.read(Array(source)))?.value { return true }
            return false
        default: return false
        }
    }

    /// The last agent's output: the answer's text, truncated if it is long.
    static func beginning(of request: RunRequest) -> String {
        var options = request.options
        options.scenarios.subtract([.huge, .garbled])
        if let answer = options.answer, (try? JSONReader.read(answer))?.text == nil {
            return String(
                String(decoding: answer.prefix(4 * beginningLength), as: UTF8.self).prefix(beginningLength))
        }
        let short = RunRequest(
            crew: request.crew, taskInput: nil, question: String(request.question.prefix(beginningLength)),
            labels: request.labels, options: options)
        return String(text(of: answer(to: short)).prefix(beginningLength))
    }

    /// The text of a string; of other values, their JSON text.
    private static func text(of answer: JSON) -> String {
        switch answer {
        case .string(let text): text
        case .verbatim(let source):
            (try? JSONReader.read(Array(source)))?.text ?? String(decoding: source, as: UTF8.self)
        default: String(decoding: answer.bytes, as: UTF8.self)
        }
    }

    private static func answer(to request: RunRequest) -> JSON {
        let (options, question) = (request.options, request.question)
        if let answer = options.answer { return .verbatim(answer[...]) }
        if options.scenarios.contains(.huge) { return .string(huge(question)) }
        if options.scenarios.contains(.garbled) { return .string(garbled(question)) }
        return switch request.crew {
        case .preset(.ask): .string(ask(question))
        case .preset(.dataEngineering): .string(dataEngineering(question))
        case .preset(.classification): classification(question, labels: request.labels)
        case .preset(.dataSuggestion): dataSuggestion(question)
        case .preset(.semanticModel): semanticModel()
        case .custom(let crew): .string(custom(crew))
        }
    }

    /// The sentence in every answer that says where it comes from.
    static let note = "This answer was made up by the Nx1 sandbox; no real data was read."

    /// The question as a Markdown quotation.
    static func quoted(_ question: String) -> String {
        guard !question.isEmpty else { return "You asked nothing: `task_input.question` was empty." }
        let lines = question.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return "You asked:\n\n" + lines.map { "> \($0)" }.joined(separator: "\n")
    }
}
