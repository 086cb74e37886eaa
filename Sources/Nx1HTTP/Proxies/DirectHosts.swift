#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The hosts to connect to without a proxy, as listed in `NO_PROXY`, by curl's rules (its manual, `--noproxy`).
///
/// Entries are separated by commas or white space. `acme.com` and `.acme.com` match that host and all its subdomains;
/// an IP address matches itself; `10.0.0.0/8` and `fd00::/8` match all addresses with that prefix. A lone `*` matches
/// every host. Case and a trailing dot are ignored; entries have no port. Names are compared as written, not resolved.
public struct DirectHosts: Sendable, Hashable {
    private enum Entry: Sendable, Hashable {
        case domain(String)
        case network(IPAddress, bits: Int)
    }

    private let isEverything: Bool
    private let entries: [Entry]

    /// Parses such a list; invalid entries match nothing.
    public init(_ list: String) {
        isEverything = list == "*"
        entries = list.split { $0 == "," || $0.isWhitespace }.compactMap(Self.entry)
    }

    /// No hosts.
    public static let none = DirectHosts("")

    /// - Parameter host: a name, or an address with or without brackets.
    func contains(_ host: some StringProtocol) -> Bool {
        if isEverything { return true }
        if let address = IPAddress(host) {
            return entries.contains { entry in
                if case .network(let network, let bits) = entry {
                    address.agrees(with: network, in: bits)
                } else {
                    false
                }
            }
        }
        let name = Self.withoutFinalDot(host.lowercased())
        return entries.contains { entry in
            if case .domain(let domain) = entry {
                name == domain || name.hasSuffix("." + domain)
            } else {
                false
            }
        }
    }

    private static func entry(_ text: some StringProtocol) -> Entry? {
        if let slash = text.firstIndex(of: "/") {
            guard let network = IPAddress(text[..<slash]), let bits = Int(text[text.index(after: slash)...])
            else {
                return nil
            }
            return .network(network, bits: bits)
        }
        if let address = IPAddress(text) { return .network(address, bits: address.bytes.count * 8) }
        let name = withoutFinalDot(text.lowercased())
        let domain = name.first == "." ? String(name.dropFirst()) : name
        return domain.isEmpty ? nil : .domain(domain)
    }

    private static func withoutFinalDot(_ name: String) -> String {
        name.last == "." ? String(name.dropLast()) : name
    }
}

/// An IP address: four or sixteen bytes.
struct IPAddress: Sendable, Hashable {
    let bytes: [UInt8]

    /// Parses `10.0.0.1`, `fd00::1` or `[fd00::1]`; nil for anything else, including names.
    init?(_ text: some StringProtocol) {
        let isBracketed = text.first == "[" && text.last == "]"
        let digits = isBracketed ? String(text.dropFirst().dropLast()) : String(text)
        if !isBracketed, let bytes = Self.parsed(digits, family: AF_INET, count: 4) {
            self.bytes = bytes
        } else if let bytes = Self.parsed(digits, family: AF_INET6, count: 16) {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    /// Whether the first `bits` bits equal those of `other`, which must have the same length.
    func agrees(with other: IPAddress, in bits: Int) -> Bool {
        guard bytes.count == other.bytes.count, (0...bytes.count * 8).contains(bits) else { return false }
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        return rest == 0 || (bytes[whole] ^ other.bytes[whole]) >> (8 - rest) == 0
    }

    private static func parsed(_ digits: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, digits, &bytes) == 1 ? bytes : nil
    }
}
