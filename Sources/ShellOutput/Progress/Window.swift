#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The size of a terminal's window, in characters.
public struct Window: Sendable, Hashable {
    /// How wide it is.
    public var columns: Int
    /// How high it is.
    public var rows: Int

    /// A window of that size, and at least of one character.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// The window of the terminal behind a file descriptor; 80 by 24 where it doesn't say.
    public init(fileDescriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(
            columns: isKnown && size.ws_col > 1 ? Int(size.ws_col) : 80,
            rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }
}
