/// Recognizes the lines of a page that only DocC understands.
struct DocCFilter {
    /// Whether the line belongs to a fenced block of code.
    private(set) var isCode = false
    private var isComment = false
    /// The open braces of a directive such as `@Metadata { … }`.
    private var depth = 0

    /// Whether a line is for every reader. Lines are given in order.
    mutating func keeps(_ line: Substring) -> Bool {
        if isCode, line.hasPrefix("```") {
            isCode = false
            return true
        }
        if isCode { return true }
        if isComment || line.hasPrefix("<!--") {
            isComment = !line.contains("-->")
            return false
        }
        if depth > 0 || line.hasPrefix("@") {
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
            return false
        }
        if line.hasPrefix("```") { isCode = true }
        // A picture on a line of its own.
        return isCode || !(line.hasPrefix("![") && line.hasSuffix(")"))
    }
}
