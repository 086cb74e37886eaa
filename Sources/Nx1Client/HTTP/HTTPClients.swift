import AsyncHTTPClient
import NIOCore
import NIOSSL
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The clients of async-http-client: one for each way out, made when first needed, since a client has one proxy for all hosts.
final class HTTPClients: Sendable {
    private struct State {
        var clients: [Proxy?: HTTPClient] = [:]
        var isShutDown = false
    }

    private let configuration: ClientConfiguration
    private let state = Mutex(State())

    init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
    }

    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the certificate authorities can't be used; `HTTPClientError` after the end.
    func client(through proxy: Proxy?) throws -> HTTPClient {
        try state.withLock { state in
            if state.isShutDown { throw HTTPClientError.alreadyShutdown }
            if let client = state.clients[proxy] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: try .init(configuration, proxy: proxy))
            state.clients[proxy] = client
            return client
        }
    }

    /// Closes every connection of every client, and makes no more of them.
    func shutdown() async throws {
        let clients = state.withLock { state in
            defer { state = State(isShutDown: true) }
            return state.clients.values
        }
        var failure: (any Error)?
        for client in clients {
            do { try await client.shutdown() } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}

extension HTTPClient.Configuration {
    fileprivate init(_ configuration: ClientConfiguration, proxy: Nx1Client.Proxy?) throws(Nx1Error) {
        let limits = configuration.limits
        self.init(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(min(limits.connection, limits.request, .seconds(600)).nanoseconds)))
        self.proxy = proxy.map { Proxy($0) }
        // HTTP/2 where the service offers it.
        httpVersion = .automatic
        connectionPool.retryConnectionEstablishment = false
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
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
    fileprivate init(_ proxy: Nx1Client.Proxy) {
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
