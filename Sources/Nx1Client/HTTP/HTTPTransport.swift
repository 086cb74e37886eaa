import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends requests to one service over async-http-client and turns every fault into an ``Nx1Error``.
///
/// Redirects are not followed: async-http-client would hand `Authorization-PSK` to the other host.
struct HTTPTransport: Sendable {
    let configuration: ClientConfiguration
    private let client: HTTPClient

    init(_ configuration: ClientConfiguration) {
        self.configuration = configuration
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(min(configuration.requestTimeout, .seconds(600)).nanoseconds))
        )
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        if !configuration.verifiesCertificates {
            var security = TLSConfiguration.makeClientConfiguration()
            security.certificateVerification = .none
            settings.tlsConfiguration = security
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    /// Closes every connection. The transport can't be used afterwards.
    func shutdown() async throws {
        try await client.shutdown()
    }

    /// One request and its whole answer, whatever its status.
    func send(_ call: HTTPCall) async throws -> HTTPAnswer {
        let limit = configuration.requestTimeout
        let cap = configuration.maximumBodySize
        let answer = try await translatingFaults(of: call) {
            try await withTimeLimit(limit) {
                let response = try await client.execute(request(call), deadline: .distantFuture)
                let body = try await response.body.collect(upTo: cap)
                return HTTPAnswer(response, body: Array(body.readableBytesView))
            }
        }
        guard let answer else { throw timedOut(call) }
        return answer
    }

    /// One request and its answer as it arrives. The limit for a request covers the head only.
    func open(_ call: HTTPCall) async throws -> HTTPStream {
        let limit = configuration.requestTimeout
        let response = try await translatingFaults(of: call) {
            try await withTimeLimit(limit) {
                try await client.execute(request(call), deadline: .distantFuture)
            }
        }
        guard let response else { throw timedOut(call) }
        return HTTPStream(response, address: configuration.address)
    }

    private func request(_ call: HTTPCall) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: configuration.address.description + call.path)
        request.method = HTTPMethod(rawValue: call.method)
        request.headers.add(name: "User-Agent", value: "nx1sh")
        for header in call.headers { request.headers.add(name: header.name, value: header.value) }
        if let header = configuration.credentials?.header {
            request.headers.add(name: header.name, value: header.value)
        }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body)
        }
        return request
    }

    private func translatingFaults<Result>(
        of call: HTTPCall, _ operation: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await operation()
        } catch {
            throw ConnectionFault(error, address: configuration.address, cap: configuration.maximumBodySize)
                .translated
        }
    }

    private func timedOut(_ call: HTTPCall) -> Nx1Error {
        Nx1Error(
            .timedOut,
            "\(configuration.address) did not answer \(call.method) \(call.path) within \(configuration.requestTimeout.inWords).",
            advice: "A longer limit is given with --timeout or the profile's timeout."
        )
    }
}

extension HTTPAnswer {
    init(_ response: HTTPClientResponse, body: [UInt8]) {
        status = Int(response.status.code)
        contentType = response.headers.first(name: "Content-Type")
        location = response.headers.first(name: "Location")
        self.body = body
    }
}
