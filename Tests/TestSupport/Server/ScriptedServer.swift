import NIOCore
import NIOHTTP1
import NIOPosix
import Nx1Client
import Synchronization

/// A real TCP server on a free port of 127.0.0.1 that does exactly what a script says.
///
/// It speaks HTTP/1.1 as far as taking requests goes; what it answers is up to the script, byte for byte.
public final class ScriptedServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let handler: @Sendable (ReceivedRequest) async -> Reply
    private let received = Mutex<[ReceivedRequest]>([])
    private let connections = Mutex<(all: Int, open: Int)>((0, 0))

    init(port: Int, handler: @escaping @Sendable (ReceivedRequest) async -> Reply) {
        self.port = port
        self.handler = handler
    }

    /// Its address as a host for the client: `http://127.0.0.1:PORT`.
    public var host: String { "http://127.0.0.1:\(port)" }

    /// The requests received so far, each with its whole body, in order.
    public var requests: [ReceivedRequest] { received.withLock { $0 } }

    /// How many connections have been accepted.
    public var connectionCount: Int { connections.withLock { $0.all } }

    /// How many connections are open: those that neither side has closed.
    public var openConnectionCount: Int { connections.withLock { $0.open } }

    /// Waits until so many requests have come, and gives all there are.
    @discardableResult
    public func waitForRequests(_ count: Int, within bound: Duration = .seconds(30)) async throws
        -> [ReceivedRequest]
    {
        try await eventually(
            "request \(count) to the scripted server", within: bound,
            instead: { self.requests.map { "\($0.method) \($0.path)" }.joined(separator: "\n") },
            { self.requests.count >= count ? self.requests : nil })
    }

    /// Waits until every client has left.
    public func waitForNoConnections(within bound: Duration = .seconds(30)) async throws {
        try await eventually("the end of all connections", within: bound) { self.openConnectionCount == 0 }
    }
}

/// Runs a body beside a server that answers by routes, and closes the server and all its connections afterwards.
public func withScriptedServer<Value: Sendable>(
    _ routes: Route..., body: (ScriptedServer) async throws -> Value
) async throws -> Value {
    try await withScriptedServer(routes, body: body)
}

/// The same, with the routes as a list.
public func withScriptedServer<Value: Sendable>(
    _ routes: [Route], body: (ScriptedServer) async throws -> Value
) async throws -> Value {
    let script = Script(routes)
    return try await withScriptedServer(answering: { script.reply(to: $0) }, body: body)
}

/// Runs a body beside a server that asks a closure for its replies, and closes the server and all its connections
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
        // An error here is the cancellation that ends the server, or the listener's end with it.
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

    /// Answers the requests of one connection, one after the other.
    private func answer(_ connection: Connection, number: Int) async {
        // A client that leaves in the middle makes reads and writes fail; that ends the connection here as well.
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

    /// The next whole request, or nil when the client has closed.
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
    /// Takes HTTP requests from a channel, and lets bytes out as they are.
    convenience init(wrapping channel: any Channel) throws {
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
        try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
        try self.init(wrappingChannelSynchronously: channel)
    }

    /// Resets the connection (TCP RST).
    func reset() async throws {
        // Closing a socket that doesn't linger at all is what makes TCP reset it.
        let socket = channel as? any SocketOptionProvider
        try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }
}
