import Nx1Values

/// An endpoint of a provider.
struct ProviderEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// The scheme and host.
    var address: ServiceAddress
    /// The path and query.
    var path: String
}

extension ProviderEndpoint {
    /// Parses a URL: HTTPS, or plain HTTP on this machine, without a fragment (RFC 6749, section 3.1). Nil for anything
    /// else.
    init?(_ url: String) {
        guard let colon = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<colon.lowerBound].lowercased()),
            let root = try? ServiceAddress(String(url.prefix { $0 != "?" && $0 != "#" }))
        else { return nil }
        // The path is kept verbatim, including a trailing slash.
        let rest = url[colon.upperBound...].drop { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !rest.contains("#"), rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let address = try? ServiceAddress("\(root.scheme)://\(root.authority)")
        else { return nil }
        self.address = address
        path = rest.first == "/" ? String(rest) : "/" + rest
    }

    var description: String { address.description + path }

    /// The endpoint's URL with `fields` added to its query.
    func with(_ fields: FormFields) -> String {
        description + (path.contains("?") ? "&" : "?") + fields.encoded
    }
}
