public import Nx1Events

/// A request to start a run, with the id by which the run can be found whatever happens.
public struct CrewRunRequest: Hashable, Sendable {
    /// The crew to run.
    public enum Crew: Hashable, Sendable {
        /// A preset crew (`CrewRunRequest` in `openapi.yaml`).
        case preset(CrewType)
        /// A custom crew.
        case custom(CrewConfig)
        /// A crew that the service has stored.
        case template(CrewTemplate.Reference)

        /// The configuration of a custom crew or a template; nil for a preset crew.
        public var config: CrewConfig? {
            switch self {
            case .preset: nil
            case .custom(let config): config
            case .template(let template): template.config
            }
        }
    }

    /// The crew to run.
    public var crew: Crew
    /// The crew's input: any JSON object. The `ask` crew reads `question`; for a template these are its values.
    public var taskInput: JSONObject
    /// The id sent as `x-correlation-id`, which is the run's id unless the service assigns another. The service always
    /// assigns the id of a template's run, so there this is only the client's id for the request.
    public var correlationID: String

    /// Creates a request to `crew`.
    /// - Parameters:
    ///   - crew: the crew to run.
    ///   - taskInput: the crew's input; for a template its values.
    ///   - correlationID: a new random UUID unless given.
    public init(crew: Crew, taskInput: JSONObject = [:], correlationID: String = CorrelationID.random()) {
        self.crew = crew
        self.taskInput = taskInput
        self.correlationID = correlationID
    }

    /// Creates a request to the preset crew `crewType`.
    /// - Parameters:
    ///   - crewType: the crew to run.
    ///   - taskInput: the crew's input.
    ///   - correlationID: a new random UUID unless given.
    public init(
        crewType: CrewType, taskInput: JSONObject = [:], correlationID: String = CorrelationID.random()
    ) {
        self.init(crew: .preset(crewType), taskInput: taskInput, correlationID: correlationID)
    }

    /// The type of a preset crew; nil for any other.
    public var crewType: CrewType? {
        if case .preset(let type) = crew { type } else { nil }
    }

    /// The configuration of a custom crew or a template; nil for a preset crew.
    public var crewConfig: CrewConfig? { crew.config }

    /// The template; nil for any other crew.
    public var template: CrewTemplate.Reference? {
        if case .template(let template) = crew { template } else { nil }
    }

    /// The body of the request.
    package var json: JSONValue {
        switch crew {
        case .preset(let type): ["crew_type": .string(type.rawValue), "task_input": .object(taskInput)]
        case .custom(let config): ["crew_config": .object(config.json), "task_input": .object(taskInput)]
        case .template: ["values": .object(taskInput)]
        }
    }

    /// The path the request is posted to.
    package var path: String {
        switch crew {
        case .preset: "/api/crews/run"
        case .custom: "/api/crews/run/custom"
        case .template(let template): "/api/crew-templates/\(PercentEncoding.encode(template.id))/run"
        }
    }
}

/// The service's answer to a request for a run (`CrewRunResponse` in `openapi.yaml`).
public struct CrewRunResponse: Hashable, Sendable {
    /// The run's id, as returned by the service.
    public var correlationID: String
    /// The run's status; `pending` if the service sends none.
    public var status: CrewRunStatusEnum
    /// The service's message, if any.
    public var message: String?

    package init(correlationID: String, status: CrewRunStatusEnum, message: String? = nil) {
        self.correlationID = correlationID
        self.status = status
        self.message = message
    }

    package init?(_ json: JSONValue) {
        guard let id = json["correlation_id"]?.string, !id.isEmpty else { return nil }
        correlationID = id
        status = json["status"]?.string.map(CrewRunStatusEnum.init) ?? .pending
        message = json["message"]?.string
    }
}

/// A past run as the service keeps it (an element of `GET /api/crew-runs`, `api/README.md`).
public struct CrewRunRecord: Hashable, Sendable {
    /// The record's own id; not the correlation id.
    public var id: String
    /// The id for requesting events and results.
    public var correlationID: String
    /// The run's status.
    public var status: CrewRunStatusEnum
    /// The crew, if the run was of a preset type.
    public var crewType: CrewType?
    /// The whole configuration of the crew, if the run was of a custom crew or a template.
    public var crewConfig: CrewConfig?
    /// Whether the run was of a custom crew, which has no type.
    public var isOfCustomCrew: Bool { crewConfig != nil }
    /// Who started it.
    public var ownerID: String?
    /// The crew's input.
    public var taskInput: JSONObject?
    /// The answer of a completed run.
    public var result: JSONValue?
    /// The error of a failed run.
    public var error: String?
    /// When the run was requested, as the service wrote it (ISO 8601).
    public var createdAt: String?
    /// When it started, as the service wrote it.
    public var startedAt: String?
    /// When it ended, as the service wrote it.
    public var completedAt: String?

    package init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let correlationID = json["correlation_id"]?.string else {
            return nil
        }
        self.id = id
        self.correlationID = correlationID
        status = CrewRunStatusEnum(rawValue: json["status"]?.string ?? "pending")
        crewType = json["crew_type"]?.string.map(CrewType.init(rawValue:))
        crewConfig = json["crew_config"].flatMap(CrewConfig.init)
        ownerID = json["owner_id"]?.string
        taskInput = json["task_input"]?.object
        result = json["result"].flatMap { $0.isNull ? nil : $0 }
        error = json["error"]?.string
        createdAt = json["created_at"]?.string
        startedAt = json["started_at"]?.string
        completedAt = json["completed_at"]?.string
    }
}

/// The ids that this client assigns to runs before it requests them.
public enum CorrelationID {
    /// A new random id: a UUID, version 4 (RFC 9562, section 5.4), in lower case.
    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return uuid(high: generator.next(), low: generator.next())
    }

    static func uuid(high: UInt64, low: UInt64) -> String {
        let digits =
            hexadecimal(high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000)
            + hexadecimal(low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
        var id = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { id.append("-") }
            id.append(digit)
        }
        return id
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
