/// Something that was waited for and didn't come within the bound.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for, for how long, and what there was instead.
    public let description: String
}

/// Waits until a condition gives a value, looking again every few milliseconds, and fails when the bound is over.
///
/// - Parameters:
///   - what: what is waited for, as in "the second request"; part of the failure's message.
///   - bound: the longest wait. It is a bound and not a pause: reaching it is a failure.
///   - instead: describes what there is when the bound is over.
///   - condition: the value, or nil as long as it isn't there.
/// - Throws: ``NeverHappened`` at the bound, `CancellationError`, and what the condition throws.
@discardableResult
public func eventually<Value>(
    _ what: String, within bound: Duration = .seconds(30), instead: () async -> String = { "" },
    _ condition: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let end = clock.now + bound
    while true {
        if let value = try await condition() { return value }
        if clock.now >= end {
            let rest = await instead()
            throw NeverHappened(
                description: "\(what) did not come within \(bound)"
                    + (rest.isEmpty ? "" : ". There was:\n\(rest)"))
        }
        try await Task.sleep(for: .milliseconds(3))
    }
}

/// Waits until something is so; see ``eventually(_:within:instead:_:)-value``.
public func eventually(
    _ what: String, within bound: Duration = .seconds(30), instead: () async -> String = { "" },
    isTrue condition: () async throws -> Bool
) async throws {
    try await eventually(what, within: bound, instead: instead) { try await condition() ? () : nil }
}
