/// Where a run stands (`CrewRunStatusEnum` in `openapi.yaml`); a word that isn't published is kept as it came.
public struct CrewRunStatusEnum: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The word as the service sent it.
    public var rawValue: String

    /// Takes any word, published or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Accepted, not begun.
    public static let pending = CrewRunStatusEnum(rawValue: "pending")
    /// The crew works.
    public static let running = CrewRunStatusEnum(rawValue: "running")
    /// Ended with a result.
    public static let completed = CrewRunStatusEnum(rawValue: "completed")
    /// Ended without one.
    public static let failed = CrewRunStatusEnum(rawValue: "failed")

    public var description: String { rawValue }

    /// Whether a run of this status has ended: by the published words, or those that similar services use.
    public var isTerminal: Bool {
        standing == .completed || standing == .failed
    }

    /// How this word is to be understood, the published ones and those that similar services use.
    var standing: Standing {
        switch rawValue.lowercased() {
        case "completed", "complete", "success", "succeeded", "done", "finished": .completed
        case "failed", "failure", "error", "errored", "cancelled", "canceled", "aborted": .failed
        case "pending", "running", "queued", "created", "started", "in_progress", "processing": .unfinished
        default: .unknown
        }
    }

    enum Standing {
        case unfinished, completed, failed, unknown
    }
}
