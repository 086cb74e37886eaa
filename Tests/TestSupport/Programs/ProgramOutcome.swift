/// The outcome of a process: how it ended, and its output.
public struct ProgramOutcome: Sendable {
    /// How a process ended.
    public enum Ending: Sendable, Equatable {
        /// It exited with a status.
        case exited(Int32)
        /// A signal killed it.
        case killed(signal: Int32)
    }

    /// How the process ended.
    public let ending: Ending
    /// The bytes written to standard output.
    public let outputBytes: [UInt8]
    /// The bytes written to standard error.
    public let errorBytes: [UInt8]
    /// The peak resident memory in bytes (getrusage(2), `ru_maxrss`).
    public let peakMemory: Int

    /// The exit status; nil if a signal killed the process.
    public var status: Int32? {
        if case .exited(let status) = ending { status } else { nil }
    }

    /// The signal that killed the process; nil if it exited.
    public var signal: Int32? {
        if case .killed(let signal) = ending { signal } else { nil }
    }

    /// Standard output as text. Invalid UTF-8 is replaced with U+FFFD.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }

    /// Standard error as text. Invalid UTF-8 is replaced with U+FFFD.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// The error for a program that can't be run, or doesn't meet an expectation in time.
public struct ProgramFailure: Error, CustomStringConvertible {
    /// The failure, with the command and its output so far.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
