import Nx1Client

/// The one line under an answer: number, correlation id, status, seconds, and, where they are known, steps and tokens.
///
/// ```
/// %1 · 01… · completed · 2.1 s · 5 steps · 3,632 tokens
/// ```
package struct RunLine {
    package let text: String

    /// The length of a shortened correlation id, in characters.
    private static let shortID = 8

    /// - Parameter columns: the width of the window. A line that doesn't fit has a shortened id, which commands accept too.
    package init(_ run: RunFacts, showsTiming: Bool, columns: Int? = nil) {
        var parts = ["%\(run.number)", run.correlationID, run.status?.rawValue ?? "not started"]
        if showsTiming, let elapsed = run.elapsed { parts.append("\(elapsed.tenths) s") }
        if let count = run.stepCount, count > 0 { parts.append(count.counted("step")) }
        if let tokens = run.tokens { parts.append(tokens.total.counted("token")) }
        func line() -> String { parts.joined(separator: " · ") }
        if let columns, line().count > columns { parts[1] = String(run.correlationID.prefix(Self.shortID)) }
        text = line()
    }
}
