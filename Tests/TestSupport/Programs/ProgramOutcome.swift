/// What came of a process.
public struct ProgramOutcome: Sendable {
    /// How a process ended.
    public enum Ending: Sendable, Equatable {
        /// By itself, with an exit status.
        case exited(Int32)
        /// By a signal.
        case killed(signal: Int32)
    }

    /// How it ended.
    public let ending: Ending
    /// What it wrote to standard output.
    public let outputBytes: [UInt8]
    /// What it wrote to standard error.
    public let errorBytes: [UInt8]
    /// The most memory it had resident at a time, in bytes (getrusage(2), `ru_maxrss`).
    public let peakMemory: Int

    /// The exit status; nil if a signal ended it.
    public var status: Int32? {
        if case .exited(let status) = ending { status } else { nil }
    }

    /// The signal that ended it; nil if it ended by itself.
    public var signal: Int32? {
        if case .killed(let signal) = ending { signal } else { nil }
    }

    /// Standard output as text, with what isn't UTF-8 replaced.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }

    /// Standard error as text, with what isn't UTF-8 replaced.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// A program that can't be run, or doesn't do what is waited for.
public struct ProgramFailure: Error, CustomStringConvertible {
    /// What happened, with the command and its output so far.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
