/// The error of ``eventually(_:within:instead:_:)``: the condition wasn't met in time.
public struct NeverHappened: Error, CustomStringConvertible {
    /// The expected event, the time limit, and the state at the end of the wait.
    public let description: String
}

/// Polls a condition every few milliseconds until it returns a value, and fails after a time limit.
///
/// - Parameters:
///   - what: the expected event for the failure message, such as "the second request".
///   - bound: the longest wait. Reaching it is a failure.
///   - instead: describes the state at the end of a failed wait.
///   - condition: returns the value, or nil to keep waiting.
/// - Throws: ``NeverHappened`` at the time limit, `CancellationError`, and any error of the condition.
@discardableResult
public func eventually<Value>(
    _ what: String, within bound: Duration = .patience, instead: () async -> String = { "" },
    _ condition: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let end = clock.now + bound
    while true {
        if let value = try await condition() { return value }
        if clock.now >= end {
            let rest = await instead()
            throw NeverHappened(
                description: "Timed out after \(bound) waiting for \(what)."
                    + (rest.isEmpty ? "" : " Got instead:\n\(rest)"))
        }
        try await Task.sleep(for: .milliseconds(3))
    }
}

/// Polls a condition until it is true; see ``eventually(_:within:instead:_:)-value``.
public func eventually(
    _ what: String, within bound: Duration = .patience, instead: () async -> String = { "" },
    isTrue condition: () async throws -> Bool
) async throws {
    try await eventually(what, within: bound, instead: instead) { try await condition() ? () : nil }
}
