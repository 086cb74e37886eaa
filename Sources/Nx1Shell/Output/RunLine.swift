import Nx1Client

/// The one line under an answer: number, correlation id, status, seconds.
struct RunLine {
    let text: String

    init(_ run: SessionRun, showsTiming: Bool) {
        var parts = ["%\(run.number)", run.correlationID, run.status?.rawValue ?? "not started"]
        if showsTiming, let elapsed = run.elapsed { parts.append("\(elapsed.tenths) s") }
        text = parts.joined(separator: " · ")
    }
}
