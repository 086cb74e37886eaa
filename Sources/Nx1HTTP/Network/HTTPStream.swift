import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
import Nx1Events
import Nx1Values

/// A response read as it arrives, by one reader. Releasing it closes the connection.
package final class HTTPStream: Sendable {
    package enum Piece: Sendable {
        case bytes(ByteBuffer)
        case end
    }

    private let inbox: StreamInbox
    private let task: HTTPClient.Task<Void>
    private let address: ServiceAddress
    private let network: Network
    private let question: String
    private let mask: SecretMask?

    /// - Parameters:
    ///   - question: the request, for messages.
    ///   - mask: masks the request's credentials.
    init(
        _ inbox: StreamInbox, task: HTTPClient.Task<Void>, address: ServiceAddress, network: Network,
        question: String, mask: SecretMask?
    ) {
        self.question = question
        self.mask = mask
        self.inbox = inbox
        self.task = task
        self.address = address
        self.network = network
    }

    deinit {
        // No effect once the response is complete.
        task.cancel()
    }

    /// Waits for the status and header fields.
    func head() async throws -> HTTPAnswer {
        guard case .head(let head) = try await next() else {
            throw Nx1Error(.notUnderstood, "The response from \(address) isn't HTTP.")
        }
        network.log.log(head.headers, of: "< \(head.status.code)", hiding: mask)
        var answer = HTTPAnswer(
            status: Int(clamping: head.status.code), at: network.timekeeper.secondsSince1970()
        ) { head.headers.first(name: $0) }
        answer.question = question
        answer.mask = mask
        return answer
    }

    /// Reads head and body, up to the size limit.
    func answer() async throws -> HTTPAnswer {
        var answer = try await head()
        while case .bytes(let buffer) = try await next() {
            let cap = network.limits.body
            guard answer.body.count + buffer.readableBytes <= cap else {
                throw Nx1Error(
                    .tooLarge,
                    "The response from \(address) is larger than \(ByteCount(cap)), the limit for one response.",
                    httpStatus: answer.status)
            }
            buffer.withUnsafeReadableBytes { answer.body.append(contentsOf: $0) }
        }
        return answer
    }

    /// Reads the next bytes, or the end; nil if nothing arrived within `limit`, after which the stream stays usable.
    package func read(within limit: Duration) async throws -> Piece? {
        if let item = try nextItem() { return item.piece }
        return try await withTimeLimit(limit) { try await self.next() }?.piece
    }

    /// Reads at most `cap` bytes of the body, as long as they arrive within `limit`, for an error message.
    package func remainder(cap: Int, within limit: Duration) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < cap, case .bytes(let buffer)? = try await read(within: limit) {
            bytes.append(contentsOf: buffer.readableBytesView.prefix(cap - bytes.count))
        }
        return bytes
    }

    private func next() async throws -> StreamInbox.Item {
        while true {
            try Task.checkCancellation()
            if let item = try nextItem() { return item }
            await inbox.waitForNext()
        }
    }

    private func nextItem() throws -> StreamInbox.Item? {
        do {
            return try inbox.next()
        } catch {
            throw network.translated(error, at: address)
        }
    }
}

extension StreamInbox.Item {
    fileprivate var piece: HTTPStream.Piece? {
        switch self {
        case .bytes(let buffer): .bytes(buffer)
        case .end: .end
        case .head: nil
        }
    }
}
