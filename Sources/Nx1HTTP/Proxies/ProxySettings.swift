public import Nx1Values

/// Which host is reached through which proxy.
///
/// Plain HTTP is for this machine only (``ServiceAddress``) and never goes through a proxy: the key would cross the network
/// readable. `HTTP_PROXY`, which is for plain HTTP alone, therefore changes nothing here; `HTTPS_PROXY` and `ALL_PROXY` count.
public struct ProxySettings: Sendable, Hashable {
    /// Told by the environment, and only read when it is needed; it may hold a password.
    private let text: Setting<Secret>?
    private let given: Proxy?
    private let directHosts: DirectHosts

    /// No proxy for any host.
    public static let none = ProxySettings(environment: [:])

    /// `proxy` for every host but `directHosts`.
    public init(_ proxy: Proxy, except directHosts: DirectHosts = .none) {
        text = nil
        given = proxy
        self.directHosts = directHosts
    }

    /// What the environment says, by curl's rules: the first of `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY`,
    /// for every host that is not in `no_proxy` or else `NO_PROXY`. An empty variable counts as not set.
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

    /// The proxy on the way to `address`; nil if the way is straight.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if there is one and it can't be used.
    public func proxy(for address: ServiceAddress) throws(Nx1Error) -> Proxy? {
        if address.scheme == "http" || directHosts.contains(address.host) { return nil }
        if let given { return given }
        guard let text else { return nil }
        return try Proxy(text.value.reveal(), source: text.source)
    }
}

extension ServiceAddress {
    /// The host without its port; an IPv6 address stands in brackets.
    var host: Substring {
        if authority.first == "[" { return authority.prefix { $0 != "]" } + "]" }
        return authority.prefix { $0 != ":" }
    }
}
