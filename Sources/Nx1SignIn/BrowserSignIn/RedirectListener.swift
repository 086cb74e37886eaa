package import NIOCore
import NIOHTTP1
import NIOPosix
import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// The end of a browser's way: a small server on a free port of 127.0.0.1 that waits for one answer (RFC 8252, section 7.3).
struct RedirectListener: Sendable {
    fileprivate typealias Connection = AcceptedConnection<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Outcome = RedirectReception.Outcome

    let time: Timekeeper
    /// How long it waits.
    let limit: Duration

    /// Listens until the answer to `attempt` came, and has stopped listening when it returns.
    /// - Parameter announce: is told the redirect URI once somebody listens there; cancelled when the answer came.
    /// - Returns: the code, and the redirect URI it came to.
    /// - Throws: ``Nx1Error`` if there is none, also after the limit; `CancellationError`.
    func code(
        of attempt: SignInAttempt, announce: @escaping @Sendable (String) async -> Void
    ) async throws -> (code: Secret, redirectURI: String) {
        let listener = try await bind()
        let desk = Desk(RedirectReception(attempt))
        let port = listener.channel.localAddress?.port ?? 0
        let redirectURI = "http://127.0.0.1:\(port)\(RedirectReception.path)"
        let code = try await listener.executeThenClose { arrivals in
            try await withThrowingTaskGroup(of: Outcome?.self) { group in
                group.addTask {
                    await announce(redirectURI)
                    return nil
                }
                group.addTask {
                    try await time.sleep(limit)
                    return .failure(tooLate)
                }
                group.addTask {
                    for await outcome in desk.outcomes { return outcome }
                    throw CancellationError()
                }
                group.addTask {
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in arrivals {
                            group.addTask { await desk.answer(connection) }
                        }
                    }
                    try Task.checkCancellation()
                    return .failure(Self.deaf)
                }
                defer { group.cancelAll() }
                while let outcome = try await group.next() {
                    if let outcome { return try outcome.get() }
                }
                throw Self.deaf
            }
        }
        return (code, redirectURI)
    }

    private func bind() async throws -> NIOAsyncChannel<Connection, Never> {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                            withPipeliningAssistance: false)
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw Self.deaf
        }
    }

    private static let deaf = Nx1Error(
        .notSignedIn, "No port of 127.0.0.1 can be had to wait for the browser.",
        advice: "Sign in another way: with a key, or with a token in NX1_ACCESS_TOKEN.")

    private var tooLate: Nx1Error {
        Nx1Error(
            .notSignedIn, "The browser did not come back within \(limit.inWords).",
            problem: .unfinishedSignIn(redirectURI: "http://127.0.0.1\(RedirectReception.path)"))
    }
}

/// Where the browser's requests arrive.
private final class Desk: Sendable {
    let outcomes: AsyncStream<RedirectListener.Outcome>
    private let report: AsyncStream<RedirectListener.Outcome>.Continuation
    private let reception: Mutex<RedirectReception>

    init(_ reception: RedirectReception) {
        self.reception = Mutex(reception)
        (outcomes, report) = AsyncStream.makeStream()
    }

    /// Answers one request, and closes.
    func answer(_ connection: RedirectListener.Connection) async {
        var outcome: RedirectListener.Outcome?
        // A browser that leaves in the middle makes reads and writes fail; that ends its connection here as well.
        try? await connection.executeThenClose { requests, responses in
            for try await case .head(let request) in requests {
                let page: RedirectPage
                (page, outcome) = reception.withLock {
                    $0.receive(method: request.method.rawValue, target: request.uri)
                }
                try await responses.write(contentsOf: page.parts(for: request))
                break
            }
        }
        // Once the page is out, as this ends the listener.
        if let outcome { report.yield(outcome) }
    }
}

extension RedirectPage {
    fileprivate func parts(for request: HTTPRequestHead) -> [HTTPServerResponsePart] {
        let body = ByteBuffer(string: html)
        var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status))
        head.headers = HTTPHeaders(headers + [("Content-Length", "\(body.readableBytes)")])
        return request.method == .HEAD
            ? [.head(head), .end(nil)] : [.head(head), .body(.byteBuffer(body)), .end(nil)]
    }
}

/// A connection that a listener of this machine accepted, kept whole until it is closed.
///
/// It may arrive when the listener has just stopped, and then nobody takes it. NIO ends the whole process when a
/// `NIOAsyncChannel` is let go of whose writer is not finished. So its channel is held until it is closed, which finishes the
/// writer, and letting go of this closes it.
package final class AcceptedConnection<Inbound: Sendable, Outbound: Sendable>: Sendable {
    package typealias Reader = NIOAsyncChannelInboundStream<Inbound>
    package typealias Writer = NIOAsyncChannelOutboundWriter<Outbound>

    private let connection: NIOAsyncChannel<Inbound, Outbound>

    /// Has to be called in the event loop of the channel, like what it does.
    package init(wrappingChannelSynchronously channel: any Channel) throws {
        let connection = try NIOAsyncChannel<Inbound, Outbound>(wrappingChannelSynchronously: channel)
        channel.closeFuture.whenComplete { _ in withExtendedLifetime(connection) {} }
        self.connection = connection
    }

    deinit {
        // Without effect once it is closed.
        channel.close(promise: nil)
    }

    package var channel: any Channel { connection.channel }

    /// Serves it once, and closes it afterwards.
    package func executeThenClose<Result>(
        _ body: (Reader, Writer) async throws -> Result
    ) async throws -> Result {
        defer { withExtendedLifetime(self) {} }
        return try await connection.executeThenClose(body)
    }
}
