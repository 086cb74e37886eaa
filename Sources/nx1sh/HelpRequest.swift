/// Requests for the help.
enum HelpRequest {
    /// The argument that ArgumentParser takes for a request for the help because its letters, read as flags, contain an `h`:
    /// a question that begins with a dash, such as `-why?`. Nil if the help, the version or a script was asked for.
    static func misread(in arguments: [String]) -> String? {
        let words = arguments.dropFirst().prefix { $0 != "--" }
        if words.contains(where: isRequest) { return nil }
        return words.first { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("h") }
    }

    private static func isRequest(_ word: String) -> Bool {
        if ["--help", "--help-hidden", "--version", "--experimental-dump-help"].contains(word)
            || word.hasPrefix("--generate-completion-script")
        {
            return true
        }
        // Flags, such as -h or -qh.
        return word.hasPrefix("-") && word.contains("h")
            && word.dropFirst().allSatisfy { "qvXh".contains($0) }
    }
}
