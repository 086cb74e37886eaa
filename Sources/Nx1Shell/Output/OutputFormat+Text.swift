import Nx1Client

extension OutputFormat {
    /// What suits the place: laid out for a person on a terminal, plain text in a pipe.
    public static let auto = OutputFormat(
        name: "auto", summary: "for reading on a terminal, plain text in a pipe", run: \.answer, reply: \.text
    )

    /// The answer as it came: a string byte for byte, any other JSON indented.
    public static let text = OutputFormat(
        name: "text", summary: "the answer as it came; JSON indented", run: \.answer, reply: \.text)
}

extension RunReport {
    fileprivate var answer: String? {
        result?.failure == nil ? result?.text : nil
    }
}
