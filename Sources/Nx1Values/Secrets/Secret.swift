/// A key or token that's never printed: not by `print`, interpolation, `dump` or a debugger's summary. Only code that
/// writes a request's header, or a file for secrets, reads it.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Wraps `text` unchanged.
    public init(_ text: String) {
        self.text = text
    }

    /// Returns the secret itself, for a header or a file for secrets.
    public func reveal() -> String { text }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
