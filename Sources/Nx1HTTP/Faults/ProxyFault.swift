import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSOCKS
import Nx1Values

/// What a proxy did instead of opening the way.
enum ProxyFault {
    case unreachable(String)
    case asksForSignIn
    case opensNothing
    case silent
    case speaksOtherwise

    /// - Parameter error: what a connection through a proxy failed with; nil if that isn't the proxy's own doing.
    init?(_ error: any Error) {
        switch error {
        case let fault as NIOConnectionError:
            switch fault.connectionErrors.first?.error {
            case let fault as IOError: self = .unreachable(SystemFault(fault.errnoCode).reason)
            case nil: self = .unreachable("there is no host of that name")
            default: self = .unreachable("no connection came about in time")
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
        let name = "The proxy \(proxy) (\(proxy.source.shortName))"
        switch self {
        case .unreachable(let reason):
            return Nx1Error(
                .unreachable, "\(name) on the way to \(address) can't be reached: \(reason).",
                advice: "Check the proxy's address; NO_PROXY names the hosts that need none.")
        case .asksForSignIn where proxy.kind == .socks5:
            return Nx1Error(
                .proxyRefused,
                "\(name) on the way to \(address) asks for a sign-in, which is not supported for SOCKS.",
                advice: "Use an HTTP proxy.")
        case .asksForSignIn:
            let given =
                proxy.signIn == nil
                ? "asks for a user name and a password" : "doesn't accept its user name and password"
            return Nx1Error(
                .proxyRefused, "\(name) on the way to \(address) \(given) (407).",
                advice: "They are given as http://USER:PASSWORD@\(proxy.place), percent-encoded.")
        case .opensNothing:
            return Nx1Error(
                .unreachable, "\(name) opens no way to \(address).",
                advice:
                    "It may not allow this host, or not reach it; NO_PROXY names the hosts that need no proxy."
            )
        case .silent:
            return Nx1Error(
                .unreachable, "\(name) did not open the way to \(address) in time.",
                advice: "Check the proxy's address; NO_PROXY names the hosts that need none.")
        case .speaksOtherwise:
            return Nx1Error(
                .unreachable, "\(name) doesn't speak as a proxy of its kind does.",
                advice: "Check its address.")
        }
    }
}
