import Nx1Client

extension OutputFormat {
    /// One object a run, on one line; commands answer in JSON too.
    public static let json = OutputFormat(
        name: "json", summary: "one JSON object a run, on one line",
        run: { $0.json.serialized() }, reply: { $0.json?.serialized() })
}
