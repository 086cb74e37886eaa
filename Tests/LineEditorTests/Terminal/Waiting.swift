import TestSupport

/// A body that didn't end in time.
struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Runs a body that must end within a time limit.
func within<Value: Sendable>(
    _ bound: Duration = .patience, what: @escaping @Sendable () -> String,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: bound)
            throw NotInTime(description: "Not within \(bound): \(what())")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
