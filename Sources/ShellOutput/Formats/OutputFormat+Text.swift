import Nx1Values

extension OutputFormat {
    /// The answer unchanged: a string byte for byte, other JSON indented.
    public static let text = OutputFormat(
        name: "text", summary: "the answer unchanged; JSON indented",
        run: { report, _ in report.answer.map { .text($0.text) } },
        reply: { reply, _ in reply.text.map { .text($0) } })
}
