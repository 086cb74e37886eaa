/// The kind of crew that works on a request (`CrewType` in `openapi.yaml`).
///
/// The published types have constants. A service may offer others (`GET /api/crews/types`); the client accepts unknown
/// names unchanged.
public struct CrewType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name in a request.
    public var rawValue: String

    /// Creates a type from any name, published or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Creates a type from any name, published or not.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// Answers a question about data, read from `question` in the task input.
    public static let ask = CrewType(rawValue: "ask")
    /// Classifies a data set, a column or a text.
    public static let classification = CrewType(rawValue: "classification")
    /// Writes a pipeline.
    public static let dataEngineering = CrewType(rawValue: "data_engineering")
    /// Suggests data for a purpose.
    public static let dataSuggestion = CrewType(rawValue: "data_suggestion")
    /// Drafts a semantic model.
    public static let semanticModel = CrewType(rawValue: "semantic_model")

    /// The types of `openapi.yaml`, in its order.
    public static let published: [CrewType] = [
        .ask, .classification, .dataEngineering, .dataSuggestion, .semanticModel,
    ]

    public var description: String { rawValue }
}

/// The status of a run (`CrewRunStatusEnum` in `openapi.yaml`); unpublished values are kept unchanged.
public struct CrewRunStatusEnum: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The status as sent by the service.
    public var rawValue: String

    /// Creates a status from any string, published or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Accepted, not started.
    public static let pending = CrewRunStatusEnum(rawValue: "pending")
    /// In progress.
    public static let running = CrewRunStatusEnum(rawValue: "running")
    /// Ended with a result.
    public static let completed = CrewRunStatusEnum(rawValue: "completed")
    /// Ended without a result.
    public static let failed = CrewRunStatusEnum(rawValue: "failed")

    /// The statuses in `openapi.yaml`.
    public static let published: [CrewRunStatusEnum] = [.pending, .running, .completed, .failed]

    public var description: String { rawValue }

    /// Whether a run with this status has ended, by the published values or their common synonyms.
    public var isTerminal: Bool {
        standing == .completed || standing == .failed
    }

    /// The meaning of this status, by the published values or their common synonyms.
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
