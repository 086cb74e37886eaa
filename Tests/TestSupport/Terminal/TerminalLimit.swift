import Foundation
import Synchronization

/// Keeps the number of terminals at a time low. Tests run all at once, and their waits are bounded: a hundred programs
/// that start together would use the bounds up, their own and those of every other test.
enum TerminalLimit {
    private static let limit = max(4, 2 * ProcessInfo.processInfo.activeProcessorCount)
    private static let inUse = Mutex(0)

    /// Runs a body when there is room for one more. Calls that stand one inside the other would wait for each other.
    static func withRoom<Value>(_ body: () async throws -> Value) async throws -> Value {
        while !takesRoom() { try await Task.sleep(for: .milliseconds(5)) }
        defer { inUse.withLock { $0 -= 1 } }
        return try await body()
    }

    private static func takesRoom() -> Bool {
        inUse.withLock { inUse in
            guard inUse < limit else { return false }
            inUse += 1
            return true
        }
    }
}
