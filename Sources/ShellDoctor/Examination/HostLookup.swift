import Nx1HTTP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Resolves host names.
enum HostLookup {
    /// Shorter than the resolver's own limit, which depends on its configuration.
    private static let limit = Duration.seconds(5)

    /// - Throws: `CancellationError`.
    static func addresses(of host: String) async throws -> ConnectionFacts.Lookup {
        try await BoundedWork.run(within: limit) { resolved(host) } ?? .timedOut(limit)
    }

    private static func resolved(_ host: String) -> ConnectionFacts.Lookup {
        var hints = addrinfo()
        // One entry for each address.
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return .failed(reason(code)) }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let found = entry {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                found.pointee.ai_addr, found.pointee.ai_addrlen, &name, socklen_t(name.count), nil, 0,
                NI_NUMERICHOST) == 0
            {
                addresses.append(
                    String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            entry = found.pointee.ai_next
        }
        return addresses.isEmpty ? .failed("it has no address") : .addresses(addresses)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case EAI_NONAME: "no such host"
        case EAI_AGAIN: "no name server answers"
        default: gai_strerror(code).map { String(cString: $0) } ?? "resolver error \(code)"
        }
    }
}
