/// A body that a test lets out bit by bit while the client reads it. One reply can have it.
public struct Drip: Sendable {
    let chunks: AsyncStream<[UInt8]>
    private let faucet: AsyncStream<[UInt8]>.Continuation

    /// A drip that has let out nothing.
    public init() {
        (chunks, faucet) = AsyncStream.makeStream()
    }

    /// Lets out more bytes.
    public func send(_ text: String) { faucet.yield(Array(text.utf8)) }

    /// Lets out more bytes.
    public func send(_ bytes: [UInt8]) { faucet.yield(bytes) }

    /// Ends the drip; the reply goes on with its next step.
    public func end() { faucet.finish() }
}
