import NIOHTTP2
import NIOSSL
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("A failed connection")
struct ConnectionFaultTests {
    /// NIOSSL's error on Debian without the package ca-certificates.
    @Test("on a machine without certificate authorities is reported with what to install")
    func noAuthorities() throws {
        let fault = ConnectionFault(
            BoringSSLError.unknownError([]), address: try ServiceAddress("https://a.example"), proxy: nil,
            authorities: nil)
        let error = try #require(fault.translated as? Nx1Error)
        #expect(error.code == .untrusted)
        #expect(
            error.message
                == "Couldn't connect securely to https://a.example: this machine has no certificate authorities to verify it with."
        )
        #expect(error.advice?.contains("ca-certificates") == true)
        #expect(error.isWithoutEffect)
    }

    @Test(
        "quotes what its library reports about TLS and HTTP/2",
        arguments: [
            (
                NIOSSLError.handshakeFailed(.zeroReturn), .untrusted,
                "Couldn't connect securely to https://a.example: the TLS handshake failed ("
            ),
            (
                NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])), .unreachable,
                "Couldn't reach https://a.example: it closed the connection during the TLS handshake."
            ),
            (
                NIOSSLError.readInInvalidTLSState, .unreachable,
                "Couldn't reach https://a.example: the TLS connection failed ("
            ),
            (
                NIOHTTP2Errors.badClientMagic(), .unreachable,
                "Couldn't reach https://a.example: its response isn't valid HTTP/2."
            ),
        ] as [(any Error, Nx1Error.Code, String)])
    func layers(error: any Error, code: Nx1Error.Code, start: String) throws {
        let fault = ConnectionFault(
            error, address: try ServiceAddress("https://a.example"), proxy: nil, authorities: nil)
        let told = try #require(fault.translated as? Nx1Error)
        #expect(told.code == code)
        #expect(told.message.hasPrefix(start), "\(told.message)")
    }

    @Test("through a proxy that doesn't speak its protocol advises to check the proxy's address")
    func otherProtocol() throws {
        let proxy = try Proxy("socks5://127.0.0.1:9", source: .environment("ALL_PROXY"))
        let error = ProxyFault.speaksOtherwise.told(
            of: proxy, address: try ServiceAddress("https://a.example"))
        #expect(error.code == .unreachable)
        #expect(
            error.description
                == "The proxy socks5://127.0.0.1:9 (ALL_PROXY) sent an invalid response. Check its address.")
    }

    @Test(
        "has a reason for each system error",
        arguments: [
            (ECONNREFUSED, "connection refused"), (ECONNRESET, "it reset the connection"),
            (EHOSTUNREACH, "no route to host"), (ETIMEDOUT, "the connection timed out"),
            (EMFILE, "too many open files and connections (ulimit -n)"),
            (12_345, "the connection failed (system error 12345)"),
        ] as [(CInt, String)])
    func systemErrors(number: CInt, reason: String) {
        #expect(SystemFault(number).reason == reason)
    }
}
