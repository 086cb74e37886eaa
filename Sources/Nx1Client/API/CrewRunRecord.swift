/// A past run as the service keeps it (an element of `GET /api/crew-runs`, `api/README.md`).
public struct CrewRunRecord: Hashable, Sendable {
    /// The record's own id; not the correlation id.
    public var id: String
    /// The id by which events and results are asked for.
    public var correlationID: String
    /// Where the run stands.
    public var status: CrewRunStatusEnum
    /// The crew, if the run was of a preset type.
    public var crewType: CrewType?
    /// Who started it.
    public var ownerID: String?
    /// What the crew was given.
    public var taskInput: JSONObject?
    /// The answer of a completed run.
    public var result: JSONValue?
    /// Why a failed run failed.
    public var error: String?
    /// When the run was asked for, as the service wrote it (ISO 8601).
    public var createdAt: String?
    /// When it began, as the service wrote it.
    public var startedAt: String?
    /// When it ended, as the service wrote it.
    public var completedAt: String?

    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let correlationID = json["correlation_id"]?.string else {
            return nil
        }
        self.id = id
        self.correlationID = correlationID
        status = CrewRunStatusEnum(rawValue: json["status"]?.string ?? "pending")
        crewType = json["crew_type"]?.string.map(CrewType.init(rawValue:))
        ownerID = json["owner_id"]?.string
        taskInput = json["task_input"]?.object
        result = json["result"].flatMap { $0.isNull ? nil : $0 }
        error = json["error"]?.string
        createdAt = json["created_at"]?.string
        startedAt = json["started_at"]?.string
        completedAt = json["completed_at"]?.string
    }
}
