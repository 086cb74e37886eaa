import Nx1Events

/// The address of the service: scheme, host, port and, behind a gateway, a path before `/api`.
///
/// A host without a scheme means `https://`. Plain HTTP is allowed only on this machine (`localhost`, `127.0.0.0/8`,
/// `[::1]`), since a key must not cross a network unencrypted (`design.md`, "Command line").
public struct ServiceAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https`, or `http` on this machine.
    public let scheme: String
    /// The host as written, with its port if one was given, such as `aiapi.acme.nx1cloud.com` or `127.0.0.1:8080`.
    public let authority: String
    /// The path before `/api`: empty, or a path that starts with a slash and doesn't end with one.
    public let basePath: String

    /// Parses an address as typed or from a profile.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) that explains the problem.
    public init(_ text: String) throws(Nx1Error) {
        try self.init(text, of: "host")
    }

    /// - Parameter setting: the name of the setting in the error.
    package init(_ text: String, of setting: String) throws(Nx1Error) {
        let text = text.trimmed
        func malformed(_ reason: String) -> Nx1Error {
            .invalidSetting(
                "The \(setting) \"\(Self.withoutSecrets(text))\" isn't valid: \(reason).",
                advice: "It should look like https://aiapi.<client>.nx1cloud.com.")
        }
        let (scheme, rest) = Self.split(text)
        guard scheme == "https" || scheme == "http" else {
            throw malformed("its scheme is neither https nor http")
        }
        if let wrong = rest.utf8.first(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw malformed(
                wrong <= 0x20 ? "it contains white space" : "it contains a character that isn't ASCII")
        }
        if rest.contains("?") || rest.contains("#") {
            throw malformed("it has a query or a fragment")
        }
        let authority = rest.prefix { $0 != "/" }
        if authority.contains("@") {
            throw malformed("it must not contain a user name or password")
        }
        guard let host = Self.host(in: authority) else {
            throw malformed("it has no valid host and port")
        }
        if scheme == "http", !Self.isThisMachine(host) {
            throw .invalidSetting(
                "The \(setting) \(Self.withoutSecrets(text)) uses plain HTTP, which is allowed only on this machine: the key would cross the network unencrypted.",
                advice: "Use https://\(rest)."
            )
        }
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        self.scheme = scheme
        self.authority = String(authority)
        basePath = String(path)
    }

    public var description: String { "\(scheme)://\(authority)\(basePath)" }

    private static func split(_ text: String) -> (scheme: String, rest: String) {
        let mark = "://"
        guard let start = text.indices.first(where: { text[$0...].hasPrefix(mark) }) else {
            return ("https", text)
        }
        return (text[..<start].lowercased(), String(text[start...].dropFirst(mark.count)))
    }

    /// A text that may be an address, without the parts that can hold secrets: `…` replaces whatever precedes an `@`, and
    /// whatever follows a `?` or `#`.
    package static func withoutSecrets(_ text: String) -> String {
        let (scheme, rest) = split(text)
        var shown = Substring(rest)
        if let at = shown.lastIndex(of: "@") { shown = "…" + shown[at...] }
        if let mark = shown.firstIndex(where: { "?#".contains($0) }) { shown = shown[...mark] + "…" }
        return rest.count == text.count ? String(shown) : "\(scheme)://\(shown)"
    }

    /// The host of `host`, `host:port` or `[v6]:port`; nil if the host is empty or the port invalid.
    private static func host(in authority: Substring) -> Substring? {
        let name: Substring
        let port: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[...end]
            port = authority[authority.index(after: end)...]
        } else {
            name = authority.prefix { $0 != ":" }
            port = authority[name.endIndex...]
            let allowed = name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            guard allowed, !name.isEmpty else { return nil }
        }
        guard port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()).map { $0 > 0 } == true) else {
            return nil
        }
        return name
    }

    private static func isThisMachine(_ host: Substring) -> Bool {
        if host.lowercased() == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
