/// The name of a session that lasts (`:session`): at most 64 ASCII letters, digits, `-`, `_` and `.`, not a dash first.
public struct SessionName: Sendable, Hashable, CustomStringConvertible {
    /// The name as it was typed.
    public let description: String

    private static let longest = 64
    /// What `:session` takes for something else.
    private static let reserved = ["off"]

    /// Checks a name.
    /// - Throws: ``SessionNameError`` if it isn't valid.
    public init(_ text: String) throws(SessionNameError) {
        if text.isEmpty { throw SessionNameError("A session name can't be empty.") }
        guard !text.hasPrefix("-"), text.utf8.allSatisfy(\.isInSessionName) else {
            throw SessionNameError(
                "\"\(text.prefix(Self.longest))\" is not a session name. Use letters, digits, \"-\", \"_\" and \".\", and no dash first."
            )
        }
        guard text.utf8.count <= Self.longest else {
            throw SessionNameError("A session name has at most \(Self.longest) characters.")
        }
        guard !Self.reserved.contains(text) else {
            throw SessionNameError(
                "A session can't be named \"\(text)\": `:session \(text)` has a meaning of its own.")
        }
        description = text
    }
}

/// A name that a session can't have. The description is a sentence or two.
public struct SessionNameError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what would be right.
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
