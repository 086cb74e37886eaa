import AsyncHTTPClient
import Descriptors
import NIOCore
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

/// The clients of async-http-client, created lazily: at least one per route, since a client has one proxy for all
/// hosts.
///
/// A client has one HTTP/2 connection per host, on which services commonly allow a hundred concurrent requests; further
/// requests would wait. So a full client is joined by another. Event streams are long-lived, and hundreds of them over
/// few connections were observed to stall each other, so each has its own HTTP/1.1 connection.
final class HTTPClients: Sendable {
    /// The maximum number of concurrent requests per client: below the minimum that RFC 9113 (section 6.5.2) recommends
    /// services to allow, since a service may notice late that a request has ended.
    static let requestsPerClient = 90

    private struct Way: Hashable {
        let proxy: Proxy?
        /// Whether TLS, and thus certificates, are needed.
        let isSecure: Bool
        /// Whether its responses are event streams, which don't use HTTP/2.
        let isForStreams: Bool
    }

    private struct Lane {
        let client: HTTPClient
        var underWay = 0
    }

    private struct State {
        var lanes: [Way: [Lane]] = [:]
        var isShutDown = false
    }

    private let configuration: ClientConfiguration
    private let state = Mutex(State())

    init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    /// Starts a request.
    /// - Parameter isStream: whether the expected response is an event stream.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the proxy or the certificate authorities aren't valid;
    ///   `HTTPClientError` after shutdown.
    func execute(
        _ request: HTTPClient.Request, at address: ServiceAddress, isStream: Bool, delegate: StreamInbox
    ) throws -> HTTPClient.Task<Void> {
        let isSecure = address.scheme == "https"
        // HTTP/2 requires TLS.
        let way = Way(
            proxy: try configuration.proxies.proxy(for: address), isSecure: isSecure,
            isForStreams: isStream && isSecure)
        let (client, lane) = try enter(way)
        let task = client.execute(request: request, delegate: delegate)
        task.futureResult.whenComplete { _ in self.leave(lane, of: way) }
        return task
    }

    private func enter(_ way: Way) throws -> (client: HTTPClient, lane: Int) {
        try state.withLock { state in
            if state.isShutDown { throw HTTPClientError.alreadyShutdown }
            var lanes = state.lanes[way] ?? []
            let free = lanes.firstIndex { $0.underWay < Self.requestsPerClient }
            let lane = free ?? lanes.endIndex
            if free == nil {
                let configuration = try HTTPClient.Configuration(
                    configuration, proxy: way.proxy, isSecure: way.isSecure,
                    usesHTTP2: configuration.usesHTTP2 && !way.isForStreams)
                // Uses one event loop for a request and its connection: with two, async-http-client returns a
                // connection to its pool in two steps, and traps if the connection is closed in between.
                let loop = MultiThreadedEventLoopGroup.singleton.any()
                lanes.append(
                    Lane(
                        client: HTTPClient(
                            eventLoopGroupProvider: .shared(loop), configuration: configuration)))
            }
            lanes[lane].underWay += 1
            state.lanes[way] = lanes
            return (lanes[lane].client, lane)
        }
    }

    private func leave(_ lane: Int, of way: Way) {
        // After shutdown there are no lanes.
        state.withLock { $0.lanes[way]?[lane].underWay -= 1 }
    }

    /// Closes all connections of all clients, and prevents new ones.
    func shutdown() async throws {
        let lanes = state.withLock { state in
            defer { state = State(isShutDown: true) }
            return state.lanes.values
        }
        var failure: (any Error)?
        for client in lanes.joined().map(\.client) {
            do { try await client.shutdown() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}

extension HTTPClient.Configuration {
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the certificate authorities can't be used.
    init(
        _ configuration: ClientConfiguration, proxy: Nx1HTTP.Proxy?, isSecure: Bool, usesHTTP2: Bool
    ) throws(Nx1Error) {
        let limits = configuration.limits
        self.init(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(min(limits.connection, limits.request, .seconds(600)).nanoseconds)))
        self.proxy = proxy.map { Proxy($0) }
        httpVersion = usesHTTP2 ? .automatic : .http1Only
        // Keeps the process's tracer from adding header fields.
        tracing.tracer = nil
        connectionPool.retryConnectionEstablishment = false
        guardAnswers()
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = min(256, OpenFiles.mostConnections)
        guard isSecure else { return }
        var security = TLSConfiguration.makeClientConfiguration()
        if !configuration.verifiesCertificates {
            security.certificateVerification = .none
        } else if let authorities = configuration.certificateAuthorities {
            security.trustRoots = .certificates(try authorities.certificates())
        }
        tlsConfiguration = security
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ proxy: Nx1HTTP.Proxy) {
        switch proxy.kind {
        case .http:
            self = .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.signIn.map {
                    .basic(credentials: Data($0.reveal().utf8).base64EncodedString())
                })
        case .socks5: self = .socksServer(host: proxy.host, port: proxy.port)
        }
    }
}
