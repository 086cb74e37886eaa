/// The kind of crew that works on a request (`CrewType` in `openapi.yaml`).
///
/// The published types are named here. A service may offer others (`GET /api/crews/types`); an unknown name is kept
/// as it is, never refused by the client.
public struct CrewType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name as it stands in a request.
    public var rawValue: String

    /// Takes any name, published or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes any name, published or not.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// Answers a question about data; it reads `question` from the task input.
    public static let ask = CrewType(rawValue: "ask")
    /// Puts a data set, a column or a text into classes.
    public static let classification = CrewType(rawValue: "classification")
    /// Writes a pipeline.
    public static let dataEngineering = CrewType(rawValue: "data_engineering")
    /// Suggests data that serve a purpose.
    public static let dataSuggestion = CrewType(rawValue: "data_suggestion")
    /// Drafts a semantic model.
    public static let semanticModel = CrewType(rawValue: "semantic_model")

    /// The types that `openapi.yaml` names, in its order.
    public static let published: [CrewType] = [
        .ask, .classification, .dataEngineering, .dataSuggestion, .semanticModel,
    ]

    public var description: String { rawValue }
}

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
    package var standing: Standing {
        switch rawValue.lowercased() {
        case "completed", "complete", "success", "succeeded", "done", "finished": .completed
        case "failed", "failure", "error", "errored", "cancelled", "canceled", "aborted": .failed
        case "pending", "running", "queued", "created", "started", "in_progress", "processing": .unfinished
        default: .unknown
        }
    }

    package enum Standing {
        case unfinished, completed, failed, unknown
    }
}
