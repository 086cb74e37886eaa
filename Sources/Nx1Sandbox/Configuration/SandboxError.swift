/// Why a sandbox couldn't start.
public struct SandboxError: Error, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: Sendable {
        /// A setting of the configuration is invalid.
        case invalidConfiguration
        /// The port can't be listened on, mostly because another program uses it.
        case cannotListen
    }

    /// The kind of error.
    public let code: Code
    /// One or two sentences with the problem and what to do. Never contains a secret.
    public let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
