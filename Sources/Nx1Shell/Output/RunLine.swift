import Nx1Client

/// The one line under an answer: number, correlation id, status, seconds, and, where they are known, steps and tokens.
///
/// ```
/// %1 · 01… · completed · 2.1 s · 5 steps · 3,632 tokens
/// ```
struct RunLine {
    let text: String

    init(_ run: SessionRun, showsTiming: Bool) {
        var parts = ["%\(run.number)", run.correlationID, run.status?.rawValue ?? "not started"]
        if showsTiming, let elapsed = run.elapsed { parts.append("\(elapsed.tenths) s") }
        if let count = run.stepCount, count > 0 { parts.append(count.counted("step")) }
        if let tokens = run.tokens { parts.append(tokens.total.counted("token")) }
        text = parts.joined(separator: " · ")
    }
}
