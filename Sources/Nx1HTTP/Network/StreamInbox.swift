import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// A buffer for a response: filled by the connection, emptied by one reader.
///
/// async-http-client's own body sequence discards unread bytes when the connection breaks, and a service that can't
/// resume would have to send everything again. Here, the reader gets all received bytes before the error.
final class StreamInbox: HTTPClientResponseDelegate {
    /// The number of unread bytes at which the connection is paused.
    static let highWater = 1 << 20

    enum Item: Sendable {
        case head(HTTPResponseHead)
        case bytes(ByteBuffer)
        case end
    }

    private struct State {
        var head: HTTPResponseHead?
        var pieces = CircularBuffer<ByteBuffer>()
        var unread = 0
        var ending: Result<Void, any Error>?
        var reader: CheckedContinuation<Void, Never>?
        var pausedConnection: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())

    /// The next item, if any. Throws the error that ended the response after all items before it.
    func next() throws -> Item? {
        let (item, resumed) = try state.withLock { state throws -> (Item?, EventLoopPromise<Void>?) in
            if let head = state.head {
                state.head = nil
                return (.head(head), nil)
            }
            if let piece = state.pieces.popFirst() {
                state.unread -= piece.readableBytes
                guard state.unread < Self.highWater else { return (.bytes(piece), nil) }
                defer { state.pausedConnection = nil }
                return (.bytes(piece), state.pausedConnection)
            }
            try state.ending?.get()
            return (state.ending == nil ? nil : .end, nil)
        }
        resumed?.succeed()
        return item
    }

    /// Waits until an item is available, or the task is cancelled.
    func waitForNext() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    let isReady =
                        state.head != nil || !state.pieces.isEmpty || state.ending != nil || Task.isCancelled
                    if !isReady { state.reader = continuation }
                    return isReady
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            wake { _ in }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    // MARK: HTTPClientResponseDelegate

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        wake { $0.head = head }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        var pause: EventLoopPromise<Void>?
        wake { state in
            state.pieces.append(buffer)
            state.unread += buffer.readableBytes
            guard state.unread >= Self.highWater else { return }
            pause = task.eventLoop.makePromise()
            state.pausedConnection = pause
        }
        return pause?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        wake { $0.ending = .success(()) }
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        var paused: EventLoopPromise<Void>?
        wake { state in
            state.ending = state.ending ?? .failure(error)
            paused = state.pausedConnection
            state.pausedConnection = nil
        }
        paused?.succeed()
    }
}
