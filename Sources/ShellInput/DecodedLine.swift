/// One line of a script or of piped input, as ``LineDecoder`` found it.
public struct DecodedLine: Sendable, Equatable {
    /// What the bytes of a line turned out to be.
    public enum Content: Sendable, Equatable {
        /// The line's text, without its line ending.
        case text(String)
        /// The line can't be taken. The reason goes on after the words "Line 7 ", as in
        /// "has a NUL byte at column 3", and has no full stop.
        case refused(reason: String)
    }

    /// The number of the line in its input; the first is 1.
    public let number: Int
    /// The text, or why there is none.
    public let content: Content

    /// A line by its number, counted from 1, and what it holds.
    public init(number: Int, content: Content) {
        self.number = number
        self.content = content
    }
}
