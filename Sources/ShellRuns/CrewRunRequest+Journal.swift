package import Nx1Events
package import Nx1Values
package import RunJournal

extension CrewRunRequest.Crew {
    /// The crew of a journalled run, if it is a custom one or made from a template.
    init?(_ entry: JournalEntry) {
        let config = entry.crewConfig.map { CrewConfig(json: $0) }
        if let template = entry.template {
            self = .template(
                CrewTemplate.Reference(
                    id: template.id, name: template.name, config: config ?? CrewConfig(json: [:])))
        } else if let config {
            self = .custom(config)
        } else {
            return nil
        }
    }

    /// The template as the journal stores it; nil for any other crew.
    package var journalledTemplate: JournalEntry.TemplateReference? {
        if case .template(let template) = self { .init(id: template.id, name: template.name) } else { nil }
    }
}

extension SecretCover {
    /// The inputs with secrets and the values of `keys` masked.
    package func covered(_ inputs: JSONObject, hiding keys: Set<String>) -> JSONObject {
        var covered = covered(inputs)
        for key in keys where covered[key].map({ !$0.isNull }) == true { covered[key] = "***" }
        return covered
    }
}
