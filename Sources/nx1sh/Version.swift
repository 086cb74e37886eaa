/// The version that `--version` and the manual page say.
enum Version {
    static let number = "0.1.0"
    /// When it was made.
    static let date = "November 25, 2026"
    /// The version and the commit, as in "0.1.0 (5bf22daca035, with changes)".
    static let text = "\(number) (\(builtCommit ?? "commit unknown"))"
}
