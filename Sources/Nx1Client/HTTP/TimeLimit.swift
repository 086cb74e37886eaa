/// Runs `operation`, but for no longer than `limit`; nil if it was cut short. What it was doing is cancelled and has ended
/// when this returns.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Sleep.sleep(for: limit)
            return nil
        }
        return try await group.next() ?? nil
    }
}
