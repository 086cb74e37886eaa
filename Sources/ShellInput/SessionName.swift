/// The name of a saved session (`:session`): at most 64 ASCII letters, digits, `-`, `_` and `.`, not starting with a
/// dash.
public struct SessionName: Sendable, Hashable, CustomStringConvertible {
    /// The name as typed.
    public let description: String

    private static let longest = 64
    /// Words with another meaning after `:session`.
    private static let reserved = ["off"]

    /// Validates a name.
    /// - Throws: ``SessionNameError`` if it isn't valid.
    public init(_ text: String) throws(SessionNameError) {
        if text.isEmpty { throw SessionNameError("A session name can't be empty.") }
        guard !text.hasPrefix("-"), text.utf8.allSatisfy(\.isInSessionName) else {
            throw SessionNameError(
                "\"\(text.prefix(Self.longest))\" isn't a valid session name. Use letters, digits, \"-\", \"_\" and \".\"; don't start with a dash."
            )
        }
        guard text.utf8.count <= Self.longest else {
            throw SessionNameError("The session name is too long: the maximum is \(Self.longest) characters.")
        }
        guard !Self.reserved.contains(text) else {
            throw SessionNameError(
                "A session can't be named \"\(text)\": `:session \(text)` leaves the session.")
        }
        description = text
    }
}

/// An invalid session name. The description is a sentence or two.
public struct SessionNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problem and how to fix it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension UInt8 {
    fileprivate var isInSessionName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
