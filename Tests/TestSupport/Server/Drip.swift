/// A response body that a test sends piece by piece while the client reads. Only one reply can use it.
public struct Drip: Sendable {
    let chunks: AsyncStream<[UInt8]>
    private let faucet: AsyncStream<[UInt8]>.Continuation

    /// Creates a drip that has sent nothing.
    public init() {
        (chunks, faucet) = AsyncStream.makeStream()
    }

    /// Sends text.
    public func send(_ text: String) { faucet.yield(Array(text.utf8)) }

    /// Sends bytes.
    public func send(_ bytes: [UInt8]) { faucet.yield(bytes) }

    /// Ends the drip. The reply continues with its next step.
    public func end() { faucet.finish() }
}
