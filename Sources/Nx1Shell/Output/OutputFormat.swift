import Nx1Client

/// A form in which answers are written (`-o`, `:format`). A new one is a file with a row of this type, and a place in `all`.
public struct OutputFormat: Sendable {
    /// The word that picks it.
    public let name: String
    /// What it is, in half a line.
    public let summary: String
    /// One finished run as text, or nil if it has no answer to show in this form.
    let run: @Sendable (RunReport) -> String?
    /// What a command shows.
    let reply: @Sendable (Reply) -> String?

    /// All of them, in the order in which help names them.
    public static let all: [OutputFormat] = [.auto, .text, .json]

    /// The one of that name.
    public static func named(_ name: String) -> OutputFormat? {
        all.first { $0.name == name }
    }
}
