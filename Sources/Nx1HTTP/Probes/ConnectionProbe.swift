import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Nx1Events
import Nx1Values
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Opens a connection to the service as a request would, through the same proxy and with the same certificate authorities, and
/// closes it without sending a request.
package struct ConnectionProbe: Sendable {
    private let configuration: ClientConfiguration

    /// A probe of the connection that a client with `configuration` makes.
    package init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    /// Opens the connection.
    /// - Throws: ``Nx1Error``, as a request would; `CancellationError`.
    package func connect() async throws -> ProbedConnection { try await connect(configuration) }

    /// Opens the connection without checking the certificate, to see what a service that isn't trusted presents.
    /// - Throws: as ``connect()``.
    package func connectWithoutTrust() async throws -> ProbedConnection {
        var configuration = configuration
        configuration.verifiesCertificates = false
        return try await connect(configuration)
    }

    private func connect(_ configuration: ClientConfiguration) async throws -> ProbedConnection {
        let address = configuration.address
        let proxy = try configuration.proxies.proxy(for: address)
        var http = try HTTPClient.Configuration(
            configuration, proxy: proxy, isSecure: address.scheme == "https", usesHTTP2: false)
        let start = ContinuousClock.now
        let seen = Mutex<ProbedConnection?>(nil)
        http.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                let found = ProbedConnection(channel, after: .now - start)
                seen.withLock { $0 = found }
                let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
                try pipeline.addHandler(NothingSent(), position: .before(encoder))
            }
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.any()), configuration: http)
        // Not awaited: a stuck connection attempt would delay the shutdown.
        defer { client.shutdown { _ in } }
        let limit = configuration.limits.connection + .seconds(1)
        do {
            let request = HTTPClientRequest(url: address.description + "/api/health/ping")
            _ = try await client.execute(request, timeout: .nanoseconds(limit.nanoseconds))
        } catch {
            if let found = seen.withLock({ $0 }), !Task.isCancelled { return found }
            throw ConnectionFault(
                error, address: address, proxy: proxy, authorities: configuration.certificateAuthorities
            ).translated
        }
        throw Nx1Error(.notUnderstood, "The response from \(address) isn't HTTP.")
    }
}

/// A connection that was opened, and its properties.
package struct ProbedConnection: Sendable, Hashable {
    /// The address at the other end, which is the proxy's where there is one.
    package var peer: String?
    /// The version of TLS, such as `TLS 1.3`; nil without TLS.
    package var security: String?
    /// The certificate of the service; nil without TLS.
    package var certificate: PeerCertificate?
    /// How long opening it took.
    package var elapsed: Duration

    /// A connection with these facts.
    package init(
        peer: String? = nil, security: String? = nil, certificate: PeerCertificate? = nil, elapsed: Duration
    ) {
        self.peer = peer
        self.security = security
        self.certificate = certificate
        self.elapsed = elapsed
    }

    fileprivate init(_ channel: any Channel, after elapsed: Duration) {
        let pipeline = channel.pipeline.syncOperations
        let handler = try? pipeline.handler(type: NIOSSLHandler.self)
        self.init(
            peer: channel.remoteAddress?.withPort, security: handler?.tlsVersion.map(\.name),
            certificate: handler?.peerCertificate.map { PeerCertificate($0) }, elapsed: elapsed)
    }
}

/// Fails every write, so that no request is sent.
private final class NothingSent: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = Any

    struct Refusal: Error {}

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(Refusal())
        context.fireErrorCaught(Refusal())
        context.close(promise: nil)
    }
}

extension SocketAddress {
    fileprivate var withPort: String? {
        guard let ipAddress else { return nil }
        let host = ipAddress.contains(":") ? "[\(ipAddress)]" : ipAddress
        return port.map { "\(host):\($0)" } ?? host
    }
}

extension TLSVersion {
    fileprivate var name: String {
        switch self {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }
}
