import NIOCore
import NIOHTTP1
import NIOPosix
import Nx1Client
import Synchronization

/// A real TCP server on a free port of 127.0.0.1 that follows a script.
///
/// It parses HTTP/1.1 requests. The script defines every byte of its answers.
public final class ScriptedServer: Sendable {
    /// The port that the server listens on.
    public let port: Int
    private let handler: @Sendable (ReceivedRequest) async -> Reply
    private let received = Mutex<[ReceivedRequest]>([])
    private let connections = Mutex<(all: Int, open: Int)>((0, 0))

    init(port: Int, handler: @escaping @Sendable (ReceivedRequest) async -> Reply) {
        self.port = port
        self.handler = handler
    }

    /// The client's host setting for this server: `http://127.0.0.1:PORT`.
    public var host: String { "http://127.0.0.1:\(port)" }

    /// The requests received so far, each with its whole body, in order.
    public var requests: [ReceivedRequest] { received.withLock { $0 } }

    /// The number of accepted connections.
    public var connectionCount: Int { connections.withLock { $0.all } }

    /// The number of connections that neither side has closed.
    public var openConnectionCount: Int { connections.withLock { $0.open } }

    /// Waits until at least `count` requests were received, and returns all requests.
    @discardableResult
    public func waitForRequests(_ count: Int, within bound: Duration = .patience) async throws
        -> [ReceivedRequest]
    {
        try await eventually(
            "request \(count) to the scripted server", within: bound,
            instead: { self.requests.map { "\($0.method) \($0.path)" }.joined(separator: "\n") },
            { self.requests.count >= count ? self.requests : nil })
    }

    /// Waits until all connections are closed.
    public func waitForNoConnections(within bound: Duration = .patience) async throws {
        try await eventually("the end of all connections", within: bound) { self.openConnectionCount == 0 }
    }
}

/// Runs a body with a server that answers by routes, and closes the server and its connections afterwards.
public func withScriptedServer<Value: Sendable>(
    _ routes: Route..., body: (ScriptedServer) async throws -> Value
) async throws -> Value {
    try await withScriptedServer(routes, body: body)
}

/// Runs a body with a server that answers by a list of routes, and closes the server and its connections afterwards.
public func withScriptedServer<Value: Sendable>(
    _ routes: [Route], body: (ScriptedServer) async throws -> Value
) async throws -> Value {
    let script = Script(routes)
    return try await withScriptedServer(answering: { script.reply(to: $0) }, body: body)
}

/// Runs a body with a server that gets its replies from a closure, and closes the server and its connections
/// afterwards.
public func withScriptedServer<Value: Sendable>(
    answering handler: @escaping @Sendable (ReceivedRequest) async -> Reply,
    body: (ScriptedServer) async throws -> Value
) async throws -> Value {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture { try ScriptedServer.Connection(wrapping: channel) }
        }
    let server = ScriptedServer(port: listener.channel.localAddress?.port ?? 0, handler: handler)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await server.serve(listener) }
        defer { group.cancelAll() }
        return try await body(server)
    }
}

extension ScriptedServer {
    typealias Connection = AcceptedConnection<HTTPServerRequestPart, ByteBuffer>

    /// Accepts connections until the task is cancelled.
    fileprivate func serve(_ listener: NIOAsyncChannel<Connection, Never>) async {
        // The only errors here are the cancellation and the listener's end, which stop the server.
        try? await listener.executeThenClose { arrivals in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in arrivals {
                    let number = open(connection)
                    group.addTask { await self.answer(connection, number: number) }
                }
            }
        }
    }

    private func open(_ connection: Connection) -> Int {
        connection.channel.closeFuture.whenComplete { _ in self.connections.withLock { $0.open -= 1 } }
        return connections.withLock { count in
            defer { count = (count.all + 1, count.open + 1) }
            return count.all
        }
    }

    /// Answers the requests of one connection, in sequence.
    private func answer(_ connection: Connection, number: Int) async {
        // If the client disconnects, reads and writes fail. That ends the connection here too.
        try? await connection.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while let request = try await Self.request(from: &parts, connection: number) {
                received.withLock { $0.append(request) }
                for step in await handler(request).steps {
                    switch step {
                    case .send(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
                    case .drip(let drip):
                        for await bytes in drip.chunks { try await outbound.write(ByteBuffer(bytes: bytes)) }
                    case .silence: while try await parts.next() != nil {}
                    case .close: return
                    case .reset:
                        return try await connection.reset()
                    }
                }
            }
        }
    }

    /// Reads the next complete request; nil after the client has closed the connection.
    static func request(
        from parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator, connection: Int
    ) async throws -> ReceivedRequest? {
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        while let part = try await parts.next() {
            switch part {
            case .head(let newHead): head = newHead
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end:
                guard let head else { return nil }
                let headers = head.headers.map { (name: $0.name, value: $0.value) }
                return ReceivedRequest(
                    method: head.method.rawValue, path: head.uri, headers: headers, body: body,
                    connection: connection)
            }
        }
        return nil
    }
}

extension AcceptedConnection<HTTPServerRequestPart, ByteBuffer> {
    /// Wraps a channel that parses HTTP requests and writes raw bytes.
    convenience init(wrapping channel: any Channel) throws {
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
        try self.init(wrappingChannelSynchronously: channel)
    }

    /// Resets the connection (TCP RST).
    func reset() async throws {
        // Closing a socket with a linger time of 0 resets the connection.
        let socket = channel as? any SocketOptionProvider
        try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }
}
