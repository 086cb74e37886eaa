/// A sandbox that is listening: a local Nx1 service.
public struct Sandbox: Sendable {
    /// Its address, `http://127.0.0.1:PORT`, or `https://127.0.0.1:PORT` with TLS.
    public let host: String
    /// The pre-shared key that it accepts.
    public let apiKey: String
    /// The bearer token that it accepts.
    public let accessToken: String
    /// The certificate of the authority that vouches for it, in PEM; nil without TLS. It is good for this sandbox only.
    public let certificateAuthority: String?
    let count: TrafficCount

    /// What has come to it so far.
    public var traffic: SandboxTraffic { count.current }
}
