/// What starts a run (`CrewRunRequest` in `openapi.yaml`).
public struct CrewRunRequest: Hashable, Sendable {
    /// The crew that is to work.
    public var crewType: CrewType
    /// What the crew is given: any JSON object. The `ask` crew reads `question`.
    public var taskInput: JSONObject

    /// A request to `crewType`, with `taskInput` as it is to be sent.
    public init(crewType: CrewType, taskInput: JSONObject = [:]) {
        self.crewType = crewType
        self.taskInput = taskInput
    }

    var json: JSONValue {
        ["crew_type": .string(crewType.rawValue), "task_input": .object(taskInput)]
    }
}
