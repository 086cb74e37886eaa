import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Nx1Events
package import Nx1Values

/// The way out: sends requests over async-http-client, and turns every fault into an ``Nx1Error``. It signs nothing and tries
/// nothing twice.
///
/// Redirects are not followed: async-http-client would hand `Authorization-PSK` to the other host.
public struct Network: Sendable {
    package let limits: Limits
    package let timekeeper: Timekeeper
    /// For those who ask for tokens over it; it tries nothing twice itself.
    package let retryPolicy: RetryPolicy
    package internal(set) var log: RequestLog
    private let userAgent: String
    private let proxies: ProxySettings
    private let certificateAuthorities: CertificateAuthorities?
    private let clients: HTTPClients
    private let uninterruptible = UninterruptibleWork()

    init(_ configuration: ClientConfiguration) {
        limits = configuration.limits
        timekeeper = configuration.timekeeper
        retryPolicy = configuration.retryPolicy
        log = RequestLog(configuration)
        userAgent = configuration.userAgent
        proxies = configuration.proxies
        certificateAuthorities = configuration.certificateAuthorities
        clients = HTTPClients(configuration)
    }

    /// Closes every connection, after uninterruptible work has come to its end or five seconds. It can't be used afterwards.
    func shutdown() async throws {
        await uninterruptible.close(within: .seconds(5), at: timekeeper)
        try await clients.shutdown()
    }

    /// One request and its whole answer, whatever its status.
    package func send(
        _ call: HTTPCall, to address: ServiceAddress, signedWith authorization: Authorization? = nil
    ) async throws -> HTTPAnswer {
        try await log.logging(call, to: address) {
            let stream = try begin(call, to: address, signedWith: authorization, isStream: false)
            guard let answer = try await withTimeLimit(limits.request, { try await stream.answer() }) else {
                throw timedOut(call, at: address, after: limits.request)
            }
            return (answer, answer.status)
        }
    }

    /// One request and its answer as it arrives. The limit for a request covers the head only.
    /// - Parameter limit: a shorter limit, if there is one.
    func open(
        _ call: HTTPCall, to address: ServiceAddress, signedWith authorization: Authorization? = nil,
        within limit: Duration? = nil
    ) async throws -> (head: HTTPAnswer, stream: HTTPStream) {
        let stream = try begin(call, to: address, signedWith: authorization, isStream: true)
        let limit = min(limit ?? limits.request, limits.request)
        let head = try await log.logging(call, to: address) {
            guard let head = try await withTimeLimit(limit, { try await stream.head() }) else {
                throw timedOut(call, at: address, after: limit)
            }
            return (head, head.status)
        }
        return (head, stream)
    }

    private func begin(
        _ call: HTTPCall, to address: ServiceAddress, signedWith authorization: Authorization?, isStream: Bool
    ) throws -> HTTPStream {
        let inbox = StreamInbox()
        do {
            var request = try HTTPClient.Request(
                url: address.description + call.path, method: HTTPMethod(rawValue: call.method))
            request.headers.add(name: "User-Agent", value: userAgent)
            for header in call.headers { request.headers.add(name: header.name, value: header.value) }
            if let header = authorization?.header {
                request.headers.add(name: header.name, value: header.value)
            }
            if let body = call.body {
                request.headers.replaceOrAdd(name: "Content-Type", value: call.contentType)
                request.body = .bytes(body)
            }
            let mask = authorization.map(SecretMask.init)
            // The id of the last event, for one, is what the service made it.
            log.log(request.headers, of: "> \(call.method)", hiding: mask)
            let task = try clients.execute(request, at: address, isStream: isStream, delegate: inbox)
            return HTTPStream(
                inbox, task: task, address: address, network: self,
                question: "\(call.method) \(call.pathWithoutQuery)", mask: mask)
        } catch {
            throw translated(error, at: address)
        }
    }

    /// Requests to `address`, and what is done with their answers, that the connections stay open for.
    package func runUninterruptibly<Value>(
        at address: ServiceAddress, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await uninterruptible.perform(body)
        } catch is UninterruptibleWork.Closed {
            throw translated(HTTPClientError.alreadyShutdown, at: address)
        }
    }

    /// The error to throw instead of one that async-http-client throws.
    func translated(_ error: any Error, at address: ServiceAddress) -> any Error {
        // Where the proxy itself makes no sense nothing was sent.
        let proxy = try? proxies.proxy(for: address)
        return ConnectionFault(
            error, address: address, proxy: proxy, authorities: certificateAuthorities
        ).translated
    }

    private func timedOut(
        _ call: HTTPCall, at address: ServiceAddress, after limit: Duration
    ) -> Nx1Error {
        Nx1Error(
            .timedOut,
            "\(address) didn't respond to \(call.method) \(call.path) within \(limit.inWords).",
            problem: .noAnswer(within: limit)
        )
    }
}
