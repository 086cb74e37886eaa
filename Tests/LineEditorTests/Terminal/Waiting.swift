/// A condition that wasn't met in time.
struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Runs a body that must end within a time limit.
func within<Value: Sendable>(
    _ bound: Duration = .seconds(60), what: @escaping @Sendable () -> String,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: bound)
            throw NeverHappened(description: "Not within \(bound): \(what())")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

/// Polls a condition until it is met or the time limit is over.
func eventually(_ what: String, _ isSo: () throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(60)
    while try !isSo() {
        if clock.now > end { throw NeverHappened(description: "Not in time: \(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}
