import HTTPTypes

/// The service's templates: the samples, with changes.
actor TemplateStore {
    private(set) var templates = CrewTemplate.samples

    /// The template with that id.
    /// - Throws: ``ServiceError``, a 404.
    func template(_ id: String) throws -> CrewTemplate {
        guard let template = templates.first(where: { $0.id == id.lowercased() }) else {
            throw ServiceError.unknownTemplate(id)
        }
        return template
    }

    /// Changes a template according to the body of a request.
    /// - Throws: ``ServiceError``: a 404, a 403 for another author's template, or a 422 with all errors found.
    func change(_ id: String, by body: JSONNode, at date: String) throws -> CrewTemplate {
        let template = try template(id)
        if template.author != nil { throw ServiceError.foreignTemplate }
        let changed = try template.changed(by: body, at: date)
        if let index = templates.firstIndex(where: { $0.id == changed.id }) { templates[index] = changed }
        return changed
    }
}

extension ServiceError {
    fileprivate static func unknownTemplate(_ id: String) -> ServiceError {
        .init(status: .notFound, detail: "Unknown crew template \(id).")
    }

    fileprivate static let foreignTemplate = ServiceError(
        status: .forbidden, detail: "Only its author may change a crew template.")
}
