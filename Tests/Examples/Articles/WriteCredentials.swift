import Nx1Client

struct MountedToken: Credentials {
    let read: @Sendable () async throws -> String

    func authorization(over network: Network) async throws -> Authorization {
        try .bearerToken(await read())
    }

    func discard(_ refused: Authorization) async -> Bool {
        // Whether it has been renewed since.
        guard let current = try? await read() else { return false }
        return (try? Authorization.bearerToken(current)) != refused
    }
}

actor RenewedToken: Credentials {
    private var current: Authorization

    init(_ token: String) throws {
        current = try .bearerToken(token)
    }

    /// Renews the token again and again, until the task is cancelled.
    func renew(every interval: Duration, with fetch: @Sendable () async throws -> String) async throws {
        while true {
            try await Task.sleep(for: interval)
            current = try .bearerToken(try await fetch())
        }
    }

    func authorization(over network: Network) async throws -> Authorization {
        current
    }

    func discard(_ refused: Authorization) async -> Bool {
        // Another one may have come while the request was on its way.
        current != refused
    }
}

struct FirstThatWorks: Credentials {
    let sources: [any Credentials]

    func authorization(over network: Network) async throws -> Authorization {
        var failure = Nx1Error(.notSignedIn, "There is nothing to sign in with.")
        for source in sources {
            do {
                return try await source.authorization(over: network)
            } catch let error as Nx1Error where error.code == .notSignedIn {
                failure = error
            }
        }
        throw failure
    }

    func discard(_ refused: Authorization) async -> Bool {
        var mayRenew = false
        for source in sources where await source.discard(refused) { mayRenew = true }
        return mayRenew
    }
}
