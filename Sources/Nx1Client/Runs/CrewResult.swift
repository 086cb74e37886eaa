/// How a run ended.
public struct CrewResult: Sendable, Hashable {
    /// The run.
    public var correlationID: String
    /// `completed` or `failed`, or the service's own word for either.
    public var status: CrewRunStatusEnum
    /// The answer; `null` if the run failed.
    public var value: JSONValue
    /// Why it failed, if it did.
    public var error: String?

    /// A result that the caller has kept.
    public init(
        correlationID: String, status: CrewRunStatusEnum, value: JSONValue, error: String? = nil
    ) {
        self.correlationID = correlationID
        self.status = status
        self.value = value
        self.error = error
    }

    /// The answer as text: a string as it is, anything else as indented JSON. Nothing is added or taken away.
    public var text: String {
        value.string ?? value.serialized(.indented)
    }

    /// The error that a failed run is; nil if it completed.
    public var failure: Nx1Error? {
        error.map { reason in
            Nx1Error(
                .runFailed, "The run failed: \(OneLine(reason, limit: 2000))", correlationID: correlationID)
        }
    }
}

/// Where a run stands at one moment.
public enum RunSnapshot: Sendable, Hashable {
    /// It works, or waits to; the service's word for it, if it said one.
    case unfinished(CrewRunStatusEnum?)
    /// It has ended.
    case ended(CrewResult)
}
