import ShellInput

/// Requests for the help.
enum HelpRequest {
    /// The argument that ArgumentParser takes for a request for the help because its letters, read as flags, contain an `h`:
    /// a question that begins with a dash, such as `-why?`. Nil if the help, the version or a script was asked for.
    static func misread(in arguments: [String]) -> String? {
        let words = arguments.dropFirst().prefix { $0 != "--" }
        if words.contains(where: isRequest) { return nil }
        return words.first { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("h") }
    }

    /// ArgumentParser's message about an unknown option with a better suggestion: ArgumentParser never suggests
    /// `--help` or `--version`, and suggests `--jobs` for `--bogus`.
    static func suggested(in message: String) -> String {
        let prefix = "nx1sh: Unknown option '"
        guard message.hasPrefix(prefix), let lineEnd = message.firstIndex(of: "\n") else { return message }
        // Unknown option 'TYPED'. Did you mean 'SUGGESTION'?
        let parts = message[..<lineEnd].split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return message }
        let (typed, suggestions) = (String(parts[1]), parts.dropFirst(3).prefix(1).map(String.init))
        let names = suggestions + ["--help", "--version"]
        let nearest = NearestNames.nearest(to: typed, among: names, most: 1).first
        let question = nearest.map { ". Did you mean '\($0)'?" } ?? ""
        return "\(prefix)\(typed)'\(question)" + message[lineEnd...]
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
