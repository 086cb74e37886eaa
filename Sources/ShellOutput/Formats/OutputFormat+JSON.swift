import Nx1Events
import Nx1Values

extension OutputFormat {
    /// One JSON object per run, on one line. Commands write JSON too.
    public static let json = OutputFormat(
        name: "json", summary: "one JSON object per run, on one line",
        run: { report, _ in .text(report.json.serialized()) },
        reply: { reply, _ in (reply.json?.serialized()).map { .text($0) } })
}
