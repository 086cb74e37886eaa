extension Network {
    /// One request to a provider and what `read` makes of its answer; what fails in passing is tried again as the client's
    /// retry policy says, so that a hiccup of the provider doesn't end a run.
    /// - Parameter fetch: what carries each request to its end, if anything does.
    func sendRepeatedly<Value>(
        _ call: HTTPCall, to address: ServiceAddress, carriedBy fetch: SharedFetch? = nil,
        reading read: (HTTPAnswer) throws(Nx1Error) -> Value
    ) async throws -> Value {
        var retries = Retries(retryPolicy, began: timekeeper.now())
        while true {
            do {
                guard let fetch else { return try read(await send(call, to: address)) }
                return try read(await fetch.carry { try await send(call, to: address) })
            } catch let error as Nx1Error {
                switch retries.decide(error, at: timekeeper.moment) {
                case .fail(var error):
                    error.isTriedOut = true
                    throw error
                case .retry(let pause):
                    log.tell(error, retryAfter: pause)
                    try await timekeeper.sleep(pause)
                }
            }
        }
    }
}
