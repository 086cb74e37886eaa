/// A key or token that no printed form of a value shows: not `print`, not interpolation, not `dump`, not a debugger's
/// summary. Only the code that writes a request's header, or a file meant for secrets, reads it.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Wraps `text` as it is.
    public init(_ text: String) {
        self.text = text
    }

    /// The secret itself, for a header or a file that is meant to hold it.
    public func reveal() -> String { text }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
