/// What an agent is writing, told apart by CrewAI's ReAct form: `Thought:`, then `Action:` and `Action Input:` for a tool, or
/// `Final Answer:`. A model that calls functions natively writes plain text, which is an answer.
public struct AgentWriting: Sendable, Hashable {
    /// What the agent thinks before it acts; empty if it doesn't say.
    public var thought = ""
    /// The tool that it is about to use; nil if it isn't writing that.
    public var action: String?
    /// What it gives that tool, usually JSON, as far as it is written; nil before it begins.
    public var actionInput: String?
    /// The answer, as far as it is written; nil before it begins.
    public var answer: String?

    private enum Mark: String, CaseIterable {
        case thought = "Thought:"
        case action = "Action:"
        case actionInput = "Action Input:"
        case observation = "Observation:"
        case finalAnswer = "Final Answer:"
    }

    /// Reads what has been written so far.
    public init(_ text: String) {
        var rest = text[...]
        var mark: Mark?
        var isMarked = false
        var plain = ""
        while !rest.isEmpty {
            let end = rest.firstIndex { $0.isNewline }.map { rest.index(after: $0) } ?? rest.endIndex
            let line = rest[..<end]
            if let found = Self.mark(of: line) {
                isMarked = true
                mark = found
                let content = line.drop { $0 == " " }.dropFirst(found.rawValue.count)
                if found == .finalAnswer {
                    answer = Self.trimmed(content + rest[end...])
                    return
                }
                append(content, to: found)
            } else if let mark {
                append(line, to: mark)
            } else {
                plain += line
            }
            rest = rest[end...]
        }
        if !isMarked, !Self.mayBecomeMark(plain) { answer = Self.trimmed(plain[...]) }
    }

    private mutating func append(_ content: Substring, to mark: Mark) {
        let text = Self.trimmed(content)
        switch mark {
        case .thought: thought += (thought.isEmpty ? "" : "\n") + text
        case .action: action = Self.joined(action, text)
        case .actionInput: actionInput = Self.joined(actionInput, text)
        case .observation, .finalAnswer: break
        }
    }

    private static func joined(_ before: String?, _ text: String) -> String {
        [before ?? "", text].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func mark(of line: Substring) -> Mark? {
        let line = line.drop { $0 == " " }
        return Mark.allCases.first { line.hasPrefix($0.rawValue) }
    }

    /// Whether a text that has just begun may turn out to be the name of a part.
    private static func mayBecomeMark(_ text: String) -> Bool {
        let start = text.drop { $0.isWhitespace }
        return Mark.allCases.contains { $0.rawValue.hasPrefix(start) }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
