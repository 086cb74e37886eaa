/// Where the browser goes back to: an `http` address on this machine, whatever its port and path (RFC 8252,
/// section 7.3).
struct RedirectAddress: Sendable, Hashable {
    let text: String

    init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("#") else { return nil }
        guard
            let rest = text.wholeMatch(
                of: /http:\/\/(?:127\.0\.0\.1|localhost)(?::([0-9]{1,5}))?(?:[\/?].*)?/)
        else { return nil }
        if let port = rest.1, !(1...65535).contains(Int(port) ?? 0) { return nil }
        self.text = text
    }

    /// The address with parameters added to its query, which it keeps (RFC 6749, section 3.1.2).
    func adding(_ parameters: [(name: String, value: String?)]) -> String {
        let pairs = parameters.compactMap { name, value in
            value.map { "\(name)=\(PercentEncoding.encoded($0))" }
        }
        return text + (text.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }
}
