/// The file that keeps the tokens of people who signed in: JSON, one entry for each provider and client, for its owner only.
public struct TokenFile: Sendable {
    /// Where it is, or will be.
    public let path: String

    /// The file at `path`, such as `~/.nx1/shell/tokens.json` with `~` spelled out. It is made when there is something to keep.
    public init(path: String) {
        self.path = path
    }

    /// Whether anybody but its owner can read or change it; false if there is no such file.
    public var isReadableByOthers: Bool { false }
}
