import Nx1Values

/// Where a provider is asked for something.
struct ProviderEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Scheme and host, and what may stand in front of the path.
    var address: ServiceAddress
    /// Path and query.
    var path: String
}

extension ProviderEndpoint {
    /// Reads a URL: HTTPS, or plain HTTP on this machine, and no fragment (RFC 6749, section 3.1). Nil if it is something else.
    init?(_ url: String) {
        guard let colon = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<colon.lowerBound].lowercased()),
            let root = try? ServiceAddress(String(url.prefix { $0 != "?" && $0 != "#" }))
        else { return nil }
        // A path is kept to the letter, with a slash at its end.
        let rest = url[colon.upperBound...].drop { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !rest.contains("#"), rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let address = try? ServiceAddress("\(root.scheme)://\(root.authority)")
        else { return nil }
        self.address = address
        path = rest.first == "/" ? String(rest) : "/" + rest
    }

    var description: String { address.description + path }

    /// This with `fields` in its query.
    func with(_ fields: FormFields) -> String {
        description + (path.contains("?") ? "&" : "?") + fields.encoded
    }
}
