import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSOCKS
import NIOSSL
import Nx1Events
import Nx1Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Translates errors of async-http-client and its layers into sentences. Never quotes a header or body.
struct ConnectionFault {
    private let error: any Error
    private let address: ServiceAddress
    private let proxy: Proxy?
    private let authorities: CertificateAuthorities?

    /// - Parameters:
    ///   - proxy: the proxy on the way to `address`.
    ///   - authorities: the authorities trusted in place of the system's.
    init(_ error: any Error, address: ServiceAddress, proxy: Proxy?, authorities: CertificateAuthorities?) {
        self.error = error
        self.address = address
        self.proxy = proxy
        self.authorities = authorities
    }

    /// The error to throw instead. Cancellation errors are unchanged.
    var translated: any Error {
        switch error {
        case is CancellationError, is Nx1Error:
            return error
        case let fault as HTTPClientError where fault == .cancelled || fault == .requestStreamCancelled:
            return CancellationError()
        default:
            var fault = told
            fault.isWithoutEffect = isWithoutEffect
            fault.cause = OneLine("\(type(of: error)): \(error)", limit: 300).text
            fault.attempts = 1
            return fault
        }
    }

    private var told: Nx1Error {
        if let fault = SecurityFault(error) { return told(fault) }
        if let proxy, let fault = ProxyFault(error) { return fault.told(of: proxy, address: address) }
        return unreachable(
            reason(for: error),
            advice: isWithoutEffect ? Self.advice : nil)
    }

    private func unreachable(_ reason: String, advice: String? = nil) -> Nx1Error {
        let way = proxy.map { " through the proxy \($0) (\($0.source.shortName))" } ?? ""
        return Nx1Error(.unreachable, "Couldn't reach \(address)\(way): \(reason).", advice: advice)
    }

    private func told(_ fault: SecurityFault) -> Nx1Error {
        func untrusted(_ problem: Nx1Error.TrustProblem, _ reason: String) -> Nx1Error {
            Nx1Error(
                .untrusted, "Couldn't connect securely to \(address): \(reason).",
                problem: .untrusted(
                    problem, authorities: authorities.map { Setting($0.path, from: $0.source) }))
        }
        switch fault {
        case .otherHost:
            return untrusted(.otherHost, "its certificate isn't valid for \(address.host)")
        case .unknownAuthority:
            let trusted =
                authorities.map { "in \($0.path) (from \($0.source.shortName))" }
                ?? "that this machine trusts"
            return untrusted(
                .unknownAuthority,
                "its certificate has expired, or wasn't issued by an authority \(trusted)")
        case .noAuthorities:
            return untrusted(
                .noAuthorities, "this machine has no certificate authorities to verify it with")
        case .notSecure:
            return Nx1Error(
                .untrusted, "Couldn't connect securely to \(address): the server doesn't speak TLS.",
                advice:
                    "Check the port. Plain HTTP is allowed only on this machine, as http://\(address.authority)."
            )
        case .brokenOff:
            return unreachable(
                "it closed the connection during the TLS handshake",
                advice: Self.advice)
        case .other(let word): return untrusted(.other, "the TLS handshake failed (\(word))")
        }
    }

    /// Whether the error happened before a connection existed, or the service reports that it did nothing.
    private var isWithoutEffect: Bool {
        switch error {
        case is NIOConnectionError, is SocketAddressError: true
        case let fault as HTTPClientError: Self.unsent.contains(fault)
        case let fault as IOError: [ECONNREFUSED, EMFILE, ENFILE].contains(fault.errnoCode)
        // RFC 9113, section 8.7
        case let fault as NIOHTTP2Errors.StreamClosed: fault.errorCode == .refusedStream
        default: SecurityFault(error) != nil || (proxy != nil && ProxyFault(error) != nil)
        }
    }

    private static let unsent: [HTTPClientError] = [
        .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout,
    ]

    private func reason(for error: any Error) -> String {
        switch error {
        case let fault as NIOConnectionError:
            fault.connectionErrors.first.map { reason(for: $0.error) } ?? SystemFault.noHost
        case is SocketAddressError: SystemFault.noHost
        case let fault as IOError: SystemFault(fault.errnoCode).reason
        case let fault as HTTPClientError: Self.reason(fault)
        case HTTPParserError.invalidEOFState, NIOSSLError.uncleanShutdown, is NIOHTTP2Errors.StreamClosed,
            is ChannelError:
            Self.cutShort
        case is any NIOHTTP2Error: "its response isn't valid HTTP/2"
        case is NIOSSLError: "the TLS connection failed (\(OneLine("\(error)", limit: 200)))"
        default: "its response isn't HTTP"
        }
    }

    private static let advice = "Check the host and your network."
    private static let cutShort = "it closed the connection before the response was complete"

    private static func reason(_ fault: HTTPClientError) -> String {
        if unsent.contains(fault) { return SystemFault.timedOut }
        if fault == .remoteConnectionClosed { return cutShort }
        return "the connection failed (\(fault.shortDescription))"
    }
}

/// A system error of a connection, by its `errno`.
struct SystemFault {
    static let noHost = "no such host"
    static let timedOut = "the connection timed out"

    private let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    /// The reason, as the end of a sentence about a host.
    var reason: String {
        switch number {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "it reset the connection"
        case ENETUNREACH, EHOSTUNREACH: "no route to host"
        case ETIMEDOUT: Self.timedOut
        case EMFILE, ENFILE: "too many open files and connections (ulimit -n)"
        default: "the connection failed (system error \(number))"
        }
    }
}
