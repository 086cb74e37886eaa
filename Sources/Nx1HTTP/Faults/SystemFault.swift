#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An error of the system about a connection, by its number.
struct SystemFault {
    private let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    /// For the end of a sentence about a host.
    var reason: String {
        switch number {
        case ECONNREFUSED: "nothing listens there (connection refused)"
        case ECONNRESET, EPIPE: "it cut the connection"
        case ENETUNREACH, EHOSTUNREACH: "there is no route to it"
        case ETIMEDOUT: "no connection came about in time"
        default: "the connection failed (system error \(number))"
        }
    }
}
