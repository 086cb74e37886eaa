/// Where a line comes from.
public struct Place: Sendable, Hashable {
    /// The kinds of source.
    public enum Origin: Sendable, Hashable {
        /// Typed at the prompt.
        case prompt
        /// Given on the command line, as QUESTION or with `-c`.
        case commandLine
        /// A file or stdin, by the name that errors are to give it.
        case script(String)
    }

    /// The source.
    public var origin: Origin
    /// The number of the line in it, from 1.
    public var line: Int
    /// Whether the command line gives several lines, so that an error has to say which.
    public var isOneOfSeveral = false

    /// Line `line` of `origin`.
    public init(_ origin: Origin, line: Int, isOneOfSeveral: Bool = false) {
        self.origin = origin
        self.line = line
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// What stands in front of an error about this line.
    package var prefix: String {
        switch origin {
        case .prompt: ""
        case .commandLine: isOneOfSeveral ? "nx1sh: -c \(line): " : "nx1sh: "
        case .script(let name): "nx1sh: \(name):\(line): "
        }
    }

    /// Whether a person waits for this very line.
    package var isPersonal: Bool {
        if case .script = origin { false } else { true }
    }
}
