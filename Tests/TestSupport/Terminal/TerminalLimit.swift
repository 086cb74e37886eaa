import Foundation
import Synchronization

/// Limits the number of terminals. Tests run in parallel and their waits have time limits: a hundred programs that
/// start together would make all of them time out.
enum TerminalLimit {
    private static let limit = max(4, 2 * ProcessInfo.processInfo.activeProcessorCount)
    private static let inUse = Mutex(0)

    /// Runs a body once a terminal is available. Don't nest calls: they can deadlock.
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
