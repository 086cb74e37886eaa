/// The tokens that a language model has read and written, as counted by CrewAI.
public struct TokenUsage: Sendable, Hashable {
    /// The tokens of the prompts; nil if unknown.
    public var prompt: Int?
    /// The tokens of the model's answers; nil if unknown.
    public var completion: Int?
    /// The total number of tokens, above 0.
    public var total: Int

    /// The largest count accepted.
    private static let most = 1 << 50

    /// Creates a count.
    public init(prompt: Int? = nil, completion: Int? = nil, total: Int) {
        self.prompt = prompt
        self.completion = completion
        self.total = total
    }

    /// Parses `{prompt_tokens, completion_tokens, total_tokens}`.
    ///
    /// Nil if no tokens are counted, or a count is negative, larger than 2^50, or not an integer.
    public init?(_ json: JSONValue) {
        var counts: [Int?] = []
        for name in ["prompt_tokens", "completion_tokens", "total_tokens"] {
            guard let value = json[name], !value.isNull else {
                counts.append(nil)
                continue
            }
            guard let count = value.int, (0...Self.most).contains(count) else { return nil }
            counts.append(count)
        }
        let total = counts[2] ?? (counts[0] ?? 0) + (counts[1] ?? 0)
        guard total > 0 else { return nil }
        self.init(prompt: counts[0], completion: counts[1], total: total)
    }

    /// The sum of two counts.
    package static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        func sum(_ left: Int?, _ right: Int?) -> Int? {
            guard let left, let right else { return left ?? right }
            return min(left, most) + min(right, most)
        }
        return TokenUsage(
            prompt: sum(left.prompt, right.prompt), completion: sum(left.completion, right.completion),
            total: min(left.total, most) + min(right.total, most))
    }

    /// The count with more tokens; the first if they're equal.
    package static func larger(_ first: TokenUsage?, _ second: TokenUsage?) -> TokenUsage? {
        guard let first, let second else { return first ?? second }
        return second.total > first.total ? second : first
    }
}
