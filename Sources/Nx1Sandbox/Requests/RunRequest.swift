/// A validated request for a run.
struct RunRequest: Sendable {
    /// The crew that runs.
    enum Crew: Sendable {
        case preset(CrewType)
        case custom(CustomCrew)
    }

    let crew: Crew
    /// The original `task_input`, if there was one.
    let taskInput: [UInt8]?
    /// `question`, or else `text`, of the task input; the JSON text of a value that isn't a string.
    let question: String
    /// `labels` of the task input: the choices of the `classification` crew.
    let labels: [String]
    let options: RunOptions
}

extension RunRequest {
    /// Parses the body of `POST /api/crews/run`: `CrewRunRequest` in `openapi.yaml`.
    ///
    /// - Throws: ``ServiceError`` with all errors found.
    static func preset(body: JSONNode) throws -> RunRequest {
        var fields = FieldReader()
        let model = try checkedModel(body)
        var type: CrewType?
        if let node = fields.required("crew_type", of: model, at: ["body"]) {
            type = node.text.flatMap(CrewType.init(rawValue:))
            if type == nil {
                let words = CrewType.allCases.map(\.rawValue)
                fields.add(.notOneOf(words, input: node.asItCame, at: ["body", "crew_type"]))
            }
        }
        return try request(crew: type.map(Crew.preset), taskInput: model["task_input"], fields: fields)
    }

    /// Parses the body of `POST /api/crews/run/custom`, where `task_input` may be null.
    ///
    /// - Throws: ``ServiceError`` with all errors found.
    static func custom(body: JSONNode) throws -> RunRequest {
        var fields = FieldReader()
        let model = try checkedModel(body)
        var crew: CustomCrew?
        if let node = fields.required("crew_config", of: model, at: ["body"]) {
            crew = CustomCrew(node, at: ["body", "crew_config"], fields: &fields)
        }
        var taskInput = model["task_input"]
        if let node = taskInput, case .null = node.value { taskInput = nil }
        return try request(crew: crew.map(Crew.custom), taskInput: taskInput, fields: fields)
    }

    private static func checkedModel(_ body: JSONNode) throws -> JSONNode {
        guard case .object = body.value else {
            throw ServiceError.invalid([.noModel(body.asItCame, at: ["body"])])
        }
        return body
    }

    /// Creates a request. The task input supplies the options and fills the placeholders of a custom crew.
    ///
    /// - Throws: ``ServiceError`` with all errors found.
    static func request(
        crew: Crew?, taskInput: JSONNode?, fields: FieldReader
    ) throws -> RunRequest {
        var fields = fields
        var options = RunOptions()
        if let taskInput {
            if case .object = taskInput.value {
                options = RunOptions(taskInput: taskInput, fields: &fields)
            } else {
                fields.add(.noDictionary(taskInput, at: ["body", "task_input"]))
            }
        }
        guard var crew, fields.issues.isEmpty else { throw ServiceError.invalid(fields.issues) }
        if case .custom(let custom) = crew { crew = .custom(custom.filled(from: taskInput)) }
        let question = taskInput?["question"] ?? taskInput?["text"]
        return RunRequest(
            crew: crew,
            taskInput: taskInput.map { Array($0.source) },
            question: question.map { $0.text ?? String(decoding: $0.source, as: UTF8.self) } ?? "",
            labels: taskInput?["labels"]?.texts ?? [],
            options: options)
    }
}

extension JSONNode {
    /// The strings of a list; other elements are ignored.
    fileprivate var texts: [String] {
        guard case .array(let elements) = value else { return [] }
        return elements.compactMap(\.text)
    }
}

/// The preset crews: `CrewType` in `openapi.yaml`, in its order.
enum CrewType: String, CaseIterable, Sendable {
    case ask
    case classification
    case dataEngineering = "data_engineering"
    case dataSuggestion = "data_suggestion"
    case semanticModel = "semantic_model"
}

extension CrewType {
    /// A description of the crew and of its `task_input`.
    var purpose: String {
        switch self {
        case .ask: "Answers a question about your data. Reads question."
        case .classification: "Assigns one of your labels to a text. Reads text and labels."
        case .dataEngineering: "Writes a data pipeline for a task that you describe. Reads question."
        case .dataSuggestion: "Suggests data sets that serve a purpose. Reads question."
        case .semanticModel: "Drafts a semantic model of your tables. Reads question."
        }
    }
}
