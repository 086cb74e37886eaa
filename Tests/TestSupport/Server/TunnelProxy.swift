import NIOCore
import NIOPosix
import Nx1Client
import Synchronization

/// A real proxy on a free port of 127.0.0.1: HTTP `CONNECT`, and SOCKS 5 without authentication.
///
/// It connects to the requested port on this machine, whatever the requested host, so tests can use any host name.
public final class TunnelProxy: Sendable {
    /// The proxy's answer to a request for a tunnel.
    public enum Answer: Sendable {
        /// Opens the tunnel.
        case open
        /// Opens the tunnel for requests with this `Proxy-Authorization`. Answers others with 407.
        case openTo(String)
        /// Sends these bytes, and closes the connection.
        case bytes(String)
        /// Reads the request and never answers.
        case silence
    }

    /// The port that the proxy listens on.
    public let port: Int
    private let answer: Answer
    private let received = Mutex<[String]>([])

    init(port: Int, answer: Answer) {
        self.port = port
        self.answer = answer
    }

    /// The requests received, in order: the whole head of each `CONNECT`, or `SOCKS host:port`.
    public var requests: [String] { received.withLock { $0 } }
}

/// Runs a body with a proxy, and closes the proxy and its connections afterwards.
public func withTunnelProxy<Value: Sendable>(
    _ answer: TunnelProxy.Answer = .open, body: (TunnelProxy) async throws -> Value
) async throws -> Value {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try TunnelProxy.Connection(wrappingChannelSynchronously: channel)
            }
        }
    let proxy = TunnelProxy(port: listener.channel.localAddress?.port ?? 0, answer: answer)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await proxy.serve(listener) }
        defer { group.cancelAll() }
        return try await body(proxy)
    }
}

extension TunnelProxy {
    typealias Connection = AcceptedConnection<ByteBuffer, ByteBuffer>
    private typealias Target = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private typealias Reader = NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private typealias Writer = NIOAsyncChannelOutboundWriter<ByteBuffer>

    fileprivate func serve(_ listener: NIOAsyncChannel<Connection, Never>) async {
        // The only errors here are the cancellation and the listener's end, which stop the proxy.
        try? await listener.executeThenClose { arrivals in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in arrivals { group.addTask { await self.serve(connection) } }
            }
        }
    }

    private func serve(_ connection: Connection) async {
        // If either side disconnects, reads and writes fail. That ends the tunnel.
        try? await connection.executeThenClose { inbound, outbound in
            var reader = inbound.makeAsyncIterator()
            guard let first = try await reader.next() else { return }
            let isSOCKS = first.getInteger(at: first.readerIndex, as: UInt8.self) == 5
            let port =
                isSOCKS
                ? try await socksRequest(&reader, outbound) : try await httpRequest(first, &reader, outbound)
            guard let port else { return }
            let target = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Target(wrappingChannelSynchronously: channel)
                    }
                }
            try await outbound.write(
                isSOCKS
                    ? ByteBuffer(bytes: [5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
                    : ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
            try await target.executeThenClose { fromTarget, toTarget in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for try await bytes in fromTarget { try await outbound.write(bytes) } }
                    while let bytes = try await reader.next() { try await toTarget.write(bytes) }
                    group.cancelAll()
                }
            }
        }
    }

    /// - Returns: the requested port; nil if the tunnel must not be opened.
    private func httpRequest(_ first: ByteBuffer, _ reader: inout Reader, _ writer: Writer) async throws
        -> Int?
    {
        var head = String(buffer: first)
        while !head.hasSuffix("\r\n\r\n"), let more = try await reader.next() { head += String(buffer: more) }
        received.withLock { $0.append(head) }
        switch answer {
        case .open: break
        case .openTo(let credentials):
            let lines = head.split(separator: "\r\n").map { $0.lowercased() }
            guard lines.contains("proxy-authorization: \(credentials)".lowercased()) else {
                try await writer.write(
                    ByteBuffer(
                        string: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"))
                return nil
            }
        case .bytes(let bytes):
            try await writer.write(ByteBuffer(string: bytes))
            return nil
        case .silence:
            while try await reader.next() != nil {}
            return nil
        }
        let target = head.split(separator: " ").dropFirst().first ?? ""
        return target.split(separator: ":").last.flatMap { Int($0) }
    }

    private func socksRequest(_ reader: inout Reader, _ writer: Writer) async throws -> Int? {
        guard case .open = answer else {
            try await writer.write(ByteBuffer(bytes: [5, 0xFF]))
            return nil
        }
        try await writer.write(ByteBuffer(bytes: [5, 0]))
        guard var request = try await reader.next(), request.readBytes(length: 3) == [5, 1, 0],
            request.readInteger(as: UInt8.self) == 3, let length = request.readInteger(as: UInt8.self),
            let name = request.readString(length: Int(length)),
            let port = request.readInteger(as: UInt16.self)
        else { return nil }
        received.withLock { $0.append("SOCKS \(name):\(port)") }
        return Int(port)
    }
}
