import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What async-http-client and its layers throw, said as a sentence. No header or body is ever quoted.
struct ConnectionFault {
    private let error: any Error
    private let address: ServiceAddress

    init(_ error: any Error, address: ServiceAddress) {
        self.error = error
        self.address = address
    }

    /// The error to throw instead; cancellation stays what it is.
    var translated: any Error {
        switch error {
        case is CancellationError, is Nx1Error:
            return error
        case let fault as HTTPClientError where fault == .cancelled || fault == .requestStreamCancelled:
            return CancellationError()
        default:
            var fault = Nx1Error(
                isTrustFault ? .untrusted : .unreachable,
                "\(address) can't be reached: \(reason(for: error)).",
                advice: advice)
            fault.isWithoutEffect = isWithoutEffect
            fault.cause = OneLine("\(type(of: error)): \(error)", limit: 300).text
            fault.attempts = 1
            return fault
        }
    }

    private var advice: String? {
        if isTrustFault {
            return "If this service is your own, --no-verify-ssl takes its certificate unchecked."
        }
        return isWithoutEffect ? "Check the host, and the network." : nil
    }

    private var isTrustFault: Bool {
        if case .handshakeFailed? = error as? NIOSSLError { true } else { error is NIOSSLExtraError }
    }

    /// Whether the fault came before a connection was there.
    private var isWithoutEffect: Bool {
        switch error {
        case is NIOConnectionError, is SocketAddressError: true
        case let fault as HTTPClientError: Self.unsent.contains(fault)
        case let fault as IOError: fault.errnoCode == ECONNREFUSED
        default: isTrustFault
        }
    }

    private static let unsent: [HTTPClientError] = [
        .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout,
    ]

    private func reason(for error: any Error) -> String {
        switch error {
        case let fault as NIOConnectionError:
            fault.connectionErrors.first.map { reason(for: $0.error) } ?? "there is no host of that name"
        case is SocketAddressError: "there is no host of that name"
        case let fault as IOError: Self.reason(errno: fault.errnoCode)
        case let fault as HTTPClientError: Self.reason(fault)
        case HTTPParserError.invalidEOFState: Self.cutShort
        case is NIOSSLExtraError, is NIOSSLError:
            "the secure connection failed (\(OneLine("\(error)", limit: 200)))"
        default: "what it sent is not HTTP"
        }
    }

    private static let cutShort = "it closed the connection before the answer was complete"

    private static func reason(_ fault: HTTPClientError) -> String {
        if unsent.contains(fault) { return "no connection came about in time" }
        if fault == .remoteConnectionClosed { return cutShort }
        return "the connection failed (\(fault.shortDescription))"
    }

    private static func reason(errno: CInt) -> String {
        switch errno {
        case ECONNREFUSED: "nothing listens there (connection refused)"
        case ECONNRESET, EPIPE: "it cut the connection"
        case ENETUNREACH, EHOSTUNREACH: "there is no route to it"
        case ETIMEDOUT: "no connection came about in time"
        default: "the connection failed (system error \(errno))"
        }
    }
}
