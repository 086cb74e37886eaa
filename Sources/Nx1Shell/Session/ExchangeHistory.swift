import Nx1Client

/// The last questions and answers of a session, for the questions to come.
struct ExchangeHistory: Sendable {
    /// The oldest first.
    private var exchanges: [Exchange] = []

    /// Adds a question, as it was typed, and its answer.
    mutating func add(_ exchange: Exchange) {
        exchanges.append(exchange)
        exchanges = exchanges.suffix(Exchange.limits.upperBound)
    }

    /// Those that the next question carries, the oldest first.
    /// - Parameters:
    ///   - count: at most so many.
    ///   - host: only those with this host.
    func last(_ count: Int, with host: String) -> [Exchange] {
        exchanges.filter { $0.host == host }.suffix(count)
    }

    /// Forgets all of them.
    mutating func removeAll() { exchanges = [] }
}
