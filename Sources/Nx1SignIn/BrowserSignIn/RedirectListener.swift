import Descriptors
package import NIOCore
import NIOHTTP1
import NIOPosix
import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// A small server on a port of 127.0.0.1 that waits for the browser's redirect (RFC 8252, section 7.3).
struct RedirectListener: Sendable {
    fileprivate typealias Connection = AcceptedConnection<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Outcome = RedirectReception.Outcome

    let time: Timekeeper
    /// How long to wait.
    let limit: Duration
    /// The port; 0 means any free port.
    var port = 0

    /// Listens until the response to `attempt` arrives, and stops listening before it returns.
    /// - Parameter announce: called with the redirect URI once the server listens, and with a function that submits a
    ///   pasted address; cancelled when the response arrives.
    /// - Returns: the code, and the redirect URI that received it.
    /// - Throws: ``Nx1Error`` if the sign-in fails or the limit passes; `CancellationError`.
    func code(
        of attempt: SignInAttempt,
        announce: @escaping @Sendable (String, @escaping SignInPage.Submission) async -> Void
    ) async throws -> (code: Secret, redirectURI: String) {
        let listener = try await bind()
        let desk = Desk(RedirectReception(attempt))
        let port = listener.channel.localAddress?.port ?? 0
        let redirectURI = "http://127.0.0.1:\(port)\(RedirectReception.path)"
        let code = try await listener.executeThenClose { arrivals in
            try await withThrowingTaskGroup(of: Outcome?.self) { group in
                group.addTask {
                    await announce(redirectURI, desk.submit)
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
        guard (0...65_535).contains(port) else {
            throw Nx1Error.invalidSetting("The port must be between 1 and 65535, not \(port).")
        }
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                            withPipeliningAssistance: false)
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw port == 0 ? Self.deaf : unavailable(error)
        }
    }

    private func unavailable(_ error: any Error) -> Nx1Error {
        let reason = (error as? IOError).map { ": \(SystemFailure(errno: $0.errnoCode))" } ?? ""
        return .invalidSetting(
            "Couldn't listen on port \(port) of 127.0.0.1\(reason).",
            advice: "Choose another port, or leave it out to use any free one.")
    }

    /// The error if the system provides no port, or the listener stops early.
    static let deaf = Nx1Error(
        .notSignedIn, "Couldn't listen on 127.0.0.1 for the browser.",
        advice: "Sign in another way: with a key, or with a token in NX1_ACCESS_TOKEN.")

    private var tooLate: Nx1Error {
        Nx1Error(
            .notSignedIn, "Timed out after \(limit.inWords) waiting for the browser.",
            problem: .unfinishedSignIn(redirectURI: "http://127.0.0.1\(RedirectReception.path)"))
    }
}

/// Handles the browser's requests.
private final class Desk: Sendable {
    let outcomes: AsyncStream<RedirectListener.Outcome>
    private let report: AsyncStream<RedirectListener.Outcome>.Continuation
    private let reception: Mutex<RedirectReception>

    init(_ reception: RedirectReception) {
        self.reception = Mutex(reception)
        (outcomes, report) = AsyncStream.makeStream()
    }

    /// Handles an address that a person copied from the browser like a request from the browser.
    /// - Throws: ``Nx1Error`` if the address doesn't belong to this sign-in; the wait continues.
    @Sendable func submit(_ address: String) throws(Nx1Error) {
        let outcome = try reception.withLock { reception throws(Nx1Error) in
            try reception.receive(pasted: address)
        }
        if let outcome { report.yield(outcome) }
    }

    /// Responds to one request and closes the connection.
    func answer(_ connection: RedirectListener.Connection) async {
        var outcome: RedirectListener.Outcome?
        // If the browser disconnects, reads and writes fail, which also ends the connection here.
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
        // Only after the page is sent, since the outcome ends the listener.
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

/// A connection accepted by a local listener, kept alive until it's closed.
///
/// A connection may arrive just after the listener stops, so that no one handles it. NIO traps if a `NIOAsyncChannel`
/// is deinitialized before its writer is finished. So the channel is retained until it's closed, which finishes the
/// writer, and releasing this object closes it.
package final class AcceptedConnection<Inbound: Sendable, Outbound: Sendable>: Sendable {
    package typealias Reader = NIOAsyncChannelInboundStream<Inbound>
    package typealias Writer = NIOAsyncChannelOutboundWriter<Outbound>

    private let connection: NIOAsyncChannel<Inbound, Outbound>

    /// Must be called on the channel's event loop.
    package init(wrappingChannelSynchronously channel: any Channel) throws {
        let connection = try NIOAsyncChannel<Inbound, Outbound>(wrappingChannelSynchronously: channel)
        channel.closeFuture.whenComplete { _ in withExtendedLifetime(connection) {} }
        self.connection = connection
    }

    deinit {
        // No effect if it's already closed.
        channel.close(promise: nil)
    }

    package var channel: any Channel { connection.channel }

    /// Runs `body` with the connection, and closes it afterwards.
    package func executeThenClose<Result>(
        _ body: (Reader, Writer) async throws -> Result
    ) async throws -> Result {
        defer { withExtendedLifetime(self) {} }
        return try await connection.executeThenClose(body)
    }
}
