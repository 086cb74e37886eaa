/// What starts a run (`CrewRunRequest` in `openapi.yaml`), with the id by which it can be found whatever happens on the way.
public struct CrewRunRequest: Hashable, Sendable {
    /// The crew that is to work.
    public var crewType: CrewType
    /// What the crew is given: any JSON object. The `ask` crew reads `question`.
    public var taskInput: JSONObject
    /// Sent as `x-correlation-id`, and the run's id unless the service gives it another.
    public var correlationID: String

    /// A request to `crewType`, with `taskInput` as it is to be sent.
    /// - Parameters:
    ///   - crewType: the crew that is to work.
    ///   - taskInput: what the crew is given.
    ///   - correlationID: a new random UUID unless given.
    public init(
        crewType: CrewType, taskInput: JSONObject = [:], correlationID: String = CorrelationID.random()
    ) {
        self.crewType = crewType
        self.taskInput = taskInput
        self.correlationID = correlationID
    }

    var json: JSONValue {
        ["crew_type": .string(crewType.rawValue), "task_input": .object(taskInput)]
    }
}
