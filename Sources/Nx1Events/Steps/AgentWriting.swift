/// The parts of an agent's text in CrewAI's ReAct form: `Thought:`, then `Action:` and `Action Input:` for a tool, or
/// `Final Answer:`. A model that calls functions natively writes plain text, which is an answer.
public struct AgentWriting: Sendable, Hashable {
    /// The agent's thought; empty if there is none.
    public var thought = ""
    /// The tool that the agent is about to use, if any.
    public var action: String?
    /// The input for the tool, usually JSON, as written so far; nil before it starts.
    public var actionInput: String?
    /// The answer, as written so far; nil before it starts.
    public var answer: String?

    private enum Mark: String, CaseIterable {
        case thought = "Thought:"
        case action = "Action:"
        case actionInput = "Action Input:"
        case observation = "Observation:"
        case finalAnswer = "Final Answer:"
    }

    /// Parses the text written so far.
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
                    answer = (content + rest[end...]).trimmed
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
        if !isMarked, !Self.mayBecomeMark(plain) { answer = plain[...].trimmed }
    }

    private mutating func append(_ content: Substring, to mark: Mark) {
        let text = content.trimmed
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

    /// Whether a short text may be the beginning of a part's name.
    private static func mayBecomeMark(_ text: String) -> Bool {
        let start = text.drop { $0.isWhitespace }
        return Mark.allCases.contains { $0.rawValue.hasPrefix(start) }
    }
}

/// The text that a model writes, assembled from its pieces in order.
///
/// Pieces arrive nearly in order, and some of them twice: the last few are held back for earlier ones that may still
/// arrive. Only the end of a long text is kept.
struct WrittenText: Sendable, Hashable {
    /// How many pieces to hold back for earlier ones.
    private static let reach = 8
    /// The maximum size of the text, in bytes, and how much to keep when it's exceeded.
    private static let most = 32 << 10
    private static let kept = 16 << 10

    private var settled = ""
    private var settledSequence = Int.min
    private var waiting: [(sequence: Int, piece: String)] = []

    /// The text written so far.
    var text: String { waiting.reduce(settled) { $0 + $1.piece } }

    var isEmpty: Bool { settled.isEmpty && waiting.isEmpty }

    /// Adds a piece.
    /// - Parameter sequence: the piece's position; without one it's appended.
    mutating func append(_ piece: String, sequence: Int?) {
        guard let sequence else {
            settle(all: true)
            settled += piece
            cut()
            return
        }
        guard sequence > settledSequence else { return }
        let place = (waiting.lastIndex { $0.sequence <= sequence } ?? -1) + 1
        if place > 0, waiting[place - 1].sequence == sequence { return }
        waiting.insert((sequence, piece), at: place)
        settle(all: false)
    }

    private mutating func settle(all: Bool) {
        let count = all ? waiting.count : waiting.count - Self.reach
        guard count > 0 else { return }
        for (sequence, piece) in waiting.prefix(count) {
            settled += piece
            settledSequence = sequence
        }
        waiting.removeFirst(count)
        cut()
    }

    /// Removes the beginning of a long text, up to the end of a line if possible.
    private mutating func cut() {
        guard settled.utf8.count > Self.most else { return }
        let rest = Substring(decoding: settled.utf8.suffix(Self.kept))
        settled = rest.firstIndex(of: "\n").map { String(rest[$0...].dropFirst()) } ?? String(rest)
    }

    static func == (left: WrittenText, right: WrittenText) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Substring {
    /// Decodes UTF-8 that may start inside a character.
    fileprivate init(decoding bytes: some Collection<UInt8>) {
        self = String(decoding: bytes.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)[...]
    }
}
