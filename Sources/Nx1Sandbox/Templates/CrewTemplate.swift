/// A stored crew that people can run: an element of `GET /api/crew-templates`.
struct CrewTemplate: Sendable {
    let id: String
    var name: String
    var description: String?
    var crew: CustomCrew
    var tags: [String]
    var isShared: Bool
    /// The author's id; nil is the caller.
    var author: String?
    var createdAt: String
    var updatedAt: String
    var variables: [DeclaredVariable]

    /// - Parameter ownerID: the caller's id.
    func json(ownerID: String) -> JSON {
        let author = author ?? ownerID
        return [
            "id": .string(id), "name": .string(name), "description": .string(orNull: description),
            "crew_config": .verbatim(crew.source[...]), "tags": .array(tags.map { .string($0) }),
            "is_shared": .bool(isShared), "created_by": .string(author), "updated_by": .string(author),
            "created_at": .string(createdAt), "updated_at": .string(updatedAt),
            "variables": .array(variables.map(\.json)),
            "lint_warnings": .array(lintWarnings.map { .string($0) }),
        ]
    }

    /// Warnings about a configuration that works.
    private var lintWarnings: [String] {
        let places = crew.places
        let names = variables.map(\.name)
        return names.filter { !places.contains($0) }.map {
            "Variable '\($0)' is not used by any agent or task."
        }
            + places.filter { !names.contains($0) }.map {
                "'{\($0)}' is used but not declared as a variable."
            }
    }
}

extension CrewTemplate {
    /// Parses the body of `POST /api/crew-templates/{id}/run`: the values, with defaults filled in, become the task
    /// input.
    ///
    /// - Throws: ``ServiceError`` with all errors found.
    func run(body: JSONNode) throws -> RunRequest {
        var fields = FieldReader()
        guard fields.isModel(body, at: ["body"]),
            let values = fields.required("values", of: body, at: ["body"])
        else { throw ServiceError.invalid(fields.issues) }
        guard case .object(let given) = values.value else {
            throw ServiceError.invalid([.noDictionary(values, at: ["body", "values"])])
        }
        var input: [(name: String, value: JSON)] = []
        for variable in variables {
            let here: [JSON] = ["body", "values", .string(variable.name)]
            if let node = values[variable.name], !node.isNull {
                variable.check(node, at: here, fields: &fields)
                input.append((name: variable.name, value: node.asItCame))
            } else if let value = variable.default {
                input.append((name: variable.name, value: value))
            } else if variable.isRequired, applies(variable, given: values) {
                // The input is omitted, because the surrounding object may contain sensitive values.
                fields.add(
                    ValidationIssue(
                        type: "missing", location: here, message: "Field required", input: [:]))
            }
        }
        for (name, node) in given where !variables.contains(where: { $0.name == name }) {
            // Options of the sandbox itself need no declaration.
            if RunOptions.names.contains(name) {
                input.append((name: name, value: node.asItCame))
            } else {
                fields.add(
                    ValidationIssue(
                        type: "extra_forbidden", location: ["body", "values", .string(name)],
                        message: "Extra inputs are not permitted", input: node.asItCame))
            }
        }
        let taskInput = try JSONReader.read(JSON.object(input).bytes)
        return try RunRequest.request(crew: .custom(crew), taskInput: taskInput, fields: fields)
    }

    private func applies(_ variable: DeclaredVariable, given values: JSONNode) -> Bool {
        guard let condition = variable.showIf else { return true }
        let given = values[condition.variable].map { Array($0.source) }
        let value = given ?? variables.first { $0.name == condition.variable }?.default?.bytes
        return value == condition.value.bytes
    }

    /// Parses the body of `PUT /api/crew-templates/{id}`.
    ///
    /// - Throws: ``ServiceError`` with all errors found.
    func changed(by body: JSONNode, at date: String) throws -> CrewTemplate {
        var fields = FieldReader()
        guard fields.isModel(body, at: ["body"]) else { throw ServiceError.invalid(fields.issues) }
        var template = self
        template.name = fields.requiredText("name", of: body, at: ["body"])
        if let node = fields.required("crew_config", of: body, at: ["body"]),
            var crew = CustomCrew(node, at: ["body", "crew_config"], fields: &fields)
        {
            crew.name = template.name
            template.crew = crew
        }
        fields.optionalText("description", of: body, at: ["body"], nullable: true)
        template.description = body["description"]?.text
        template.tags = fields.optionalTexts("tags", of: body, at: ["body"])
        fields.optionalFlag("is_shared", of: body, at: ["body"])
        if case .bool(let isShared)? = body["is_shared"]?.value { template.isShared = isShared }
        guard fields.issues.isEmpty else { throw ServiceError.invalid(fields.issues) }
        template.updatedAt = date
        return template
    }
}
