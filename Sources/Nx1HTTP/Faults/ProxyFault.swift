import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSOCKS
import Nx1Values

/// A failure of a proxy to open a tunnel.
enum ProxyFault {
    case unreachable(String)
    case asksForSignIn
    case opensNothing
    case silent
    case speaksOtherwise

    private static let advice =
        "Check the proxy's address. To connect to the host directly, add it to NO_PROXY."

    /// - Parameter error: the error of a connection through a proxy. The result is nil if the proxy didn't cause it.
    init?(_ error: any Error) {
        switch error {
        case let fault as NIOConnectionError:
            switch fault.connectionErrors.first?.error {
            case let fault as IOError: self = .unreachable(SystemFault(fault.errnoCode).reason)
            case nil: self = .unreachable(SystemFault.noHost)
            default: self = .unreachable(SystemFault.timedOut)
            }
        case let fault as HTTPClientError:
            switch fault {
            case .proxyAuthenticationRequired: self = .asksForSignIn
            case .invalidProxyResponse: self = .opensNothing
            case .connectTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout: self = .silent
            default: return nil
            }
        case is SOCKSError.NoValidAuthenticationMethod, is SOCKSError.InvalidAuthenticationSelection:
            self = .asksForSignIn
        case is SOCKSError.ConnectionFailed: self = .opensNothing
        case is SOCKSError.InvalidProtocolVersion, is SOCKSError.InvalidReservedByte,
            is SOCKSError.InvalidAddressType, is SOCKSError.UnexpectedRead:
            self = .speaksOtherwise
        default: return nil
        }
    }

    func told(of proxy: Proxy, address: ServiceAddress) -> Nx1Error {
        let name = "proxy \(proxy) (\(proxy.source.shortName))"
        switch self {
        case .unreachable(let reason):
            return Nx1Error(
                .unreachable, "Couldn't reach the \(name) on the way to \(address): \(reason).",
                advice: Self.advice)
        case .asksForSignIn where proxy.kind == .socks5:
            return Nx1Error(
                .proxyRefused,
                "The \(name) on the way to \(address) requires a sign-in, which isn't supported for SOCKS.",
                advice: "Use an HTTP proxy.")
        case .asksForSignIn:
            let given =
                proxy.signIn == nil
                ? "requires a user name and a password" : "doesn't accept its user name and password"
            return Nx1Error(
                .proxyRefused, "The \(name) on the way to \(address) \(given) (407).",
                advice: "Set it to http://USER:PASSWORD@\(proxy.place), percent-encoded.")
        case .opensNothing:
            return Nx1Error(
                .unreachable, "The \(name) couldn't connect to \(address).",
                advice:
                    "It may not allow or reach this host. To connect directly, add the host to NO_PROXY."
            )
        case .silent:
            return Nx1Error(
                .unreachable, "The \(name) didn't connect to \(address) in time.",
                advice: Self.advice)
        case .speaksOtherwise:
            return Nx1Error(
                .unreachable, "The \(name) sent an invalid response.",
                advice: "Check its address.")
        }
    }
}
