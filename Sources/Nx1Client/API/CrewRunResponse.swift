/// The service's answer to a request for a run (`CrewRunResponse` in `openapi.yaml`).
public struct CrewRunResponse: Hashable, Sendable {
    /// The run's id: the one that came back, whatever was sent.
    public var correlationID: String
    /// Where the run stands; `pending` where the service doesn't say.
    public var status: CrewRunStatusEnum
    /// What the service says about it, if anything.
    public var message: String?

    init(correlationID: String, status: CrewRunStatusEnum, message: String? = nil) {
        self.correlationID = correlationID
        self.status = status
        self.message = message
    }

    init?(_ json: JSONValue) {
        guard let id = json["correlation_id"]?.string, !id.isEmpty else { return nil }
        correlationID = id
        status = json["status"]?.string.map(CrewRunStatusEnum.init) ?? .pending
        message = json["message"]?.string
    }
}
