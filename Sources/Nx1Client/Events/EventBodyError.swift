/// A body that is neither events nor JSON.
struct EventBodyError: Error, Sendable, Hashable {
    /// The first of what came, at most 1,000 bytes.
    let beginning: [UInt8]

    init(beginning: [UInt8]) {
        self.beginning = Array(beginning.prefix(1000))
    }
}
