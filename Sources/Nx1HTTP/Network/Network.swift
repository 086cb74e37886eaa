import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Nx1Events
package import Nx1Values

/// Sends requests over async-http-client, and translates every failure into an ``Nx1Error``. Signs nothing and retries
/// nothing.
///
/// Redirects aren't followed: async-http-client would send `Authorization-PSK` to the other host.
public struct Network: Sendable {
    package let limits: Limits
    package let timekeeper: Timekeeper
    /// The policy for token requests; the network itself retries nothing.
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

    /// Closes all connections, after waiting up to five seconds for uninterruptible work. The network can't be used
    /// afterwards.
    func shutdown() async throws {
        await uninterruptible.close(within: .seconds(5), at: timekeeper)
        try await clients.shutdown()
    }

    /// Sends a request and returns the complete response, whatever its status.
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

    /// Sends a request and returns the head and the stream of the response. The limit for a request covers only the
    /// head.
    /// - Parameter limit: a shorter limit, if any.
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
            // Header fields may repeat text of the service, such as the id of the last event.
            log.log(request.headers, of: "> \(call.method)", hiding: mask)
            let task = try clients.execute(request, at: address, isStream: isStream, delegate: inbox)
            return HTTPStream(
                inbox, task: task, address: address, network: self,
                question: "\(call.method) \(call.pathWithoutQuery)", mask: mask)
        } catch {
            throw translated(error, at: address)
        }
    }

    /// Runs requests to `address` and the handling of their responses; shutdown waits for it.
    package func runUninterruptibly<Value>(
        at address: ServiceAddress, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await uninterruptible.perform(body)
        } catch is UninterruptibleWork.Closed {
            throw translated(HTTPClientError.alreadyShutdown, at: address)
        }
    }

    /// The error to throw instead of async-http-client's.
    func translated(_ error: any Error, at address: ServiceAddress) -> any Error {
        // If the proxy setting isn't valid, nothing was sent.
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
