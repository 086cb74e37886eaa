import AsyncHTTPClient
import NIOCore

/// An answer that is read as it arrives. Letting go of it closes its connection.
///
/// `@unchecked Sendable`: the iterator is touched by one task at a time only, since `read` awaits the task that reads
/// before it returns, and the one owner of a stream doesn't call `read` twice at once.
final class HTTPStream: @unchecked Sendable {
    enum Piece: Sendable {
        case bytes(ByteBuffer)
        case end
    }

    let head: HTTPAnswer
    private let address: ServiceAddress
    private let body: HTTPClientResponse.Body
    private var iterator: HTTPClientResponse.Body.AsyncIterator

    init(_ response: HTTPClientResponse, address: ServiceAddress) {
        head = HTTPAnswer(response, body: [])
        self.address = address
        body = response.body
        iterator = response.body.makeAsyncIterator()
    }

    /// The next bytes, or the end; nil if there were none within `limit`: the stream is of no more use then.
    func read(within limit: Duration) async throws -> Piece? {
        do {
            return try await withTimeLimit(limit) { [self] in
                try await iterator.next().map(Piece.bytes) ?? .end
            }
        } catch {
            throw ConnectionFault(error, address: address, cap: 0).translated
        }
    }

    /// What there is of the body within `limit`, at most `cap` bytes: for the text of an error.
    func remainder(cap: Int, within limit: Duration) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < cap, case .bytes(let buffer)? = try await read(within: limit) {
            bytes.append(contentsOf: buffer.readableBytesView.prefix(cap - bytes.count))
        }
        return bytes
    }
}
