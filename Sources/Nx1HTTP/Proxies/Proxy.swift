import Nx1Events
public import Nx1Values

/// A proxy: its protocol, address and sign-in.
///
/// Every connection through it is a tunnel (HTTP `CONNECT`, or SOCKS 5) with TLS from this process to the service: a
/// proxy sees the service's name, never a key or a response.
public struct Proxy: Sendable, Hashable, CustomStringConvertible {
    /// The protocol of a proxy.
    public enum Kind: String, Sendable, Hashable {
        /// HTTP `CONNECT` (RFC 9110, section 9.3.6).
        case http
        /// SOCKS 5 without a sign-in (RFC 1928); the proxy resolves names.
        case socks5
    }

    /// The protocol.
    public let kind: Kind
    /// The host name, or the address without brackets.
    public let host: String
    /// Its port, 1 to 65535.
    public let port: Int
    /// Where the proxy is set.
    public let source: SettingSource
    /// The user name and password, separated by a colon; sent only to the proxy.
    let signIn: Secret?

    /// Parses `[http://][user:password@]host[:port]`, or `socks5://` or `socks5h://` before a host. The default port is
    /// 1080, as in curl. Name and password are percent-decoded.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) that names the source and never quotes the text, which may contain a
    ///   password.
    public init(_ text: String, source: SettingSource = .standard) throws(Nx1Error) {
        func unusable(_ reason: String) -> Nx1Error {
            .invalidSetting(
                "The proxy from \(source.shortName) isn't valid: \(reason).",
                advice:
                    "It should look like http://proxy.example.com:3128, with USER:PASSWORD@ before the host if it requires a sign-in."
            )
        }
        let (scheme, rest) = Self.split(text)
        kind =
            switch scheme {
            case "http": .http
            case "socks5", "socks5h": .socks5
            case "https": throw unusable("connecting to a proxy over TLS isn't supported")
            case "socks", "socks4", "socks4a":
                throw unusable("only version 5 of SOCKS (socks5://) is supported")
            default: throw unusable("its scheme is neither http nor socks5")
            }
        let place = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let at = place.lastIndex(of: "@")
        guard let (host, port) = Self.hostAndPort(place[(at.map(place.index(after:)) ?? place.startIndex)...])
        else {
            throw unusable("it has no valid host and port")
        }
        self.host = host
        self.port = port
        self.source = source
        guard let at, at > place.startIndex else {
            signIn = nil
            return
        }
        if kind == .socks5 { throw unusable("signing in to a SOCKS proxy isn't supported") }
        guard let decoded = Self.percentDecoded(place[..<at]) else {
            throw unusable("its user name or password isn't percent-encoded UTF-8")
        }
        signIn = Secret(decoded.contains(":") ? decoded : decoded + ":")
    }

    /// Protocol, host and port; never the sign-in.
    public var description: String {
        "\(kind.rawValue)://\(place)"
    }

    var place: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    private static func split(_ text: String) -> (scheme: String, rest: Substring) {
        guard let colon = text.firstRange(of: "://") else { return ("http", text[...]) }
        return (text[..<colon.lowerBound].lowercased(), text[colon.upperBound...])
    }

    private static func hostAndPort(_ text: Substring) -> (String, Int)? {
        let host: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[...end]
            guard IPAddress(host) != nil else { return nil }
        } else {
            host = text.prefix { $0 != ":" }
            guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        }
        let name = host.first == "[" ? String(host.dropFirst().dropLast()) : String(host)
        let port = text[host.endIndex...]
        if port.isEmpty || port == ":" { return (name, 1080) }
        guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0 else { return nil }
        return (name, Int(number))
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, let decoded = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                return nil
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// The choice of a proxy for each host.
///
/// Plain HTTP is allowed only on this machine (``ServiceAddress``) and never goes through a proxy: the key would cross
/// the network unencrypted. So `HTTP_PROXY`, which applies only to plain HTTP, has no effect here; `HTTPS_PROXY` and
/// `ALL_PROXY` do.
public struct ProxySettings: Sendable, Hashable {
    /// The value from the environment, parsed only when needed. It may contain a password.
    private let text: Setting<Secret>?
    private let given: Proxy?
    private let directHosts: DirectHosts

    /// No proxy for any host.
    public static let none = ProxySettings(environment: [:])

    /// Creates settings that use `proxy` for every host except `directHosts`.
    public init(_ proxy: Proxy, except directHosts: DirectHosts = .none) {
        text = nil
        given = proxy
        self.directHosts = directHosts
    }

    /// Reads the environment by curl's rules: the first of `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY`,
    /// for every host not in `no_proxy` or else `NO_PROXY`. An empty variable counts as unset.
    public init(environment: [String: String]) {
        func first(_ names: String...) -> Setting<Secret>? {
            for name in names {
                if let value = environment[name], !value.isEmpty {
                    return Setting(Secret(value), from: .environment(name))
                }
            }
            return nil
        }
        text = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        given = nil
        directHosts = first("no_proxy", "NO_PROXY").map { DirectHosts($0.value.reveal()) } ?? .none
    }

    /// The secrets in the setting: user and password together, and the password alone.
    package var secrets: [Secret] {
        if let given { return [given.signIn].compactMap(\.self) }
        guard let address = text?.value.reveal(), let at = address.lastIndex(of: "@") else { return [] }
        let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
        guard start < at else { return [] }
        let signIn = address[start..<at]
        let password = signIn.firstIndex(of: ":").map { signIn[signIn.index(after: $0)...] }
        return [signIn, password].compactMap { $0.map { Secret(String($0)) } }
            + [try? Proxy(address).signIn].compactMap(\.self)
    }

    /// Returns the proxy for `address`; nil for a direct connection.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the proxy isn't valid.
    public func proxy(for address: ServiceAddress) throws(Nx1Error) -> Proxy? {
        if address.scheme == "http" || directHosts.contains(address.host) { return nil }
        if let given { return given }
        guard let text else { return nil }
        return try Proxy(text.value.reveal(), source: text.source)
    }
}

extension ServiceAddress {
    /// The host without its port; an IPv6 address keeps its brackets.
    var host: Substring {
        if authority.first == "[" { return authority.prefix { $0 != "]" } + "]" }
        return authority.prefix { $0 != ":" }
    }
}
