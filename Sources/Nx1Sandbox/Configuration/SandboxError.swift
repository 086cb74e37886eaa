/// Why a sandbox could not be started.
public struct SandboxError: Error, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: Sendable {
        /// A setting of the configuration makes no sense.
        case invalidConfiguration
        /// The port can't be listened on, mostly because another program does.
        case cannotListen
    }

    /// The kind of reason.
    public let code: Code
    /// One or two sentences: what happened, and what to do next. No secret is in it.
    public let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
