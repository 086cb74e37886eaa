import Nx1Client
import Nx1Events
import Nx1HTTP
import Nx1Values
import ShellOutput

/// The results of connecting to the service, step by step. The steps after a failed one are nil.
struct ConnectionFacts: Sendable {
    /// How a host's name was looked up.
    enum Lookup: Sendable, Hashable {
        case addresses([String])
        /// The resolver's reason, as the end of a sentence.
        case failed(String)
        case timedOut(Duration)
    }

    /// The service's address.
    var address: ServiceAddress
    /// The proxy on the way; nil for none; why it can't be used.
    var proxy: Result<Proxy?, Nx1Error> = .success(nil)
    /// The name that was looked up: the service's, or the proxy's.
    var lookedUp: String
    var lookup: Lookup?
    /// Why the certificate authorities can't be used.
    var authoritiesProblem: Nx1Error?
    /// The connection as requests use it, or why there is none.
    var connection: Result<ProbedConnection, Nx1Error>?
    /// The connection without a check of the certificate, if the certificate isn't trusted.
    var untrusted: ProbedConnection?
    /// Whether certificates are checked.
    var verifies = Setting(true, from: .standard)
    /// The file of certificate authorities in place of the system's.
    var authorities: Setting<String>?
    /// Now, in seconds since 1970.
    var now: Double

    init(address: ServiceAddress, lookedUp: String, now: Double) {
        self.address = address
        self.lookedUp = lookedUp
        self.now = now
    }

    /// Whether a request can be sent.
    var isOpen: Bool { if case .success? = connection { true } else { false } }
}

extension Check {
    /// Returns the checks of the connection.
    static func checks(of facts: ConnectionFacts) -> [Check] {
        [proxy(facts), lookup(facts), connection(facts), certificate(facts)]
    }

    /// Returns the same checks, skipped because there is no address to connect to.
    static func skippedConnectionChecks(_ reason: String) -> [Check] {
        ["proxy", "dns", "connection", "certificate"].map { .skipped($0, reason) }
    }

    private static func proxy(_ facts: ConnectionFacts) -> Check {
        switch facts.proxy {
        case .success(nil): .ok("proxy", "No proxy is used for this host.")
        case .success(let proxy?): .ok("proxy", "\(proxy) (from \(proxy.source.shortName))")
        case .failure(let error): .failure("proxy", error)
        }
    }

    private static func lookup(_ facts: ConnectionFacts) -> Check {
        let name = facts.lookedUp
        return switch facts.lookup {
        case nil: .skipped("dns", "The proxy can't be used.")
        case .addresses(let addresses)?:
            .ok(
                "dns",
                addresses == [name]
                    ? "\(name) is an IP address, so no lookup is needed."
                    : "\(name) resolves to \(list(addresses)).")
        case .failed(let reason)?:
            .failure(
                "dns", "\(name) can't be resolved: \(reason).",
                advice:
                    "Check the name. If it is internal, connect to the VPN or set the proxy (HTTPS_PROXY).")
        case .timedOut(let limit)?:
            .failure(
                "dns", "The name server didn't answer for \(name) within \(limit.inWords).",
                advice: "Check the network connection, and the name servers in /etc/resolv.conf.")
        }
    }

    private static func list(_ addresses: [String]) -> String {
        let more = addresses.count > 3 ? " and \(addresses.count - 3) more" : ""
        return addresses.prefix(3).joined(separator: ", ") + more
    }

    private static func connection(_ facts: ConnectionFacts) -> Check {
        switch facts.connection {
        case nil where facts.authoritiesProblem != nil:
            return .skipped("connection", "The certificate authorities can't be used.")
        case nil: return .skipped("connection", "There is no address to connect to.")
        case .success(let connection)?: return .ok("connection", sentence(connection))
        case .failure(let error)? where error.code == .untrusted:
            return .ok(
                "connection", facts.untrusted.map(sentence) ?? "The port is open; see the certificate.")
        case .failure(let error)?: return .failure("connection", error)
        }
    }

    private static func sentence(_ connection: ProbedConnection) -> String {
        let peer = connection.peer.map { " to \($0)" } ?? ""
        return "Connected\(peer) in \(connection.elapsed.wholeMilliseconds) ms."
    }
}
