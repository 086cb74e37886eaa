extension Nx1 {
    /// The client's way out, for a sign-in that goes the same way: its proxies, certificates and limits.
    public var network: Network { transport.network }
}
