package import Nx1Client
import Nx1Events
import ShellInput
package import ShellOutput
import TypedRequests

/// The crews that a service offers, as far as they are known.
package struct CrewCatalog: Sendable {
    /// The host that they belong to, as configured.
    private var host = ""
    /// The preset crews that the service offers; nil before they are fetched.
    package private(set) var offers: [CrewOffer]?
    /// The service's templates; nil before they are fetched.
    package private(set) var templates: [CrewTemplate]?

    /// Creates an empty catalog.
    package init() {}

    /// Stores the preset crews of a host.
    package mutating func learn(_ offers: [CrewOffer], of host: String) {
        use(host)
        self.offers = offers
    }

    /// Stores the templates of a host.
    package mutating func learn(_ templates: [CrewTemplate], of host: String) {
        use(host)
        self.templates = templates
    }

    /// Switches to a host, forgetting the crews of any other.
    package mutating func use(_ host: String) {
        if self.host != host { self = CrewCatalog() }
        self.host = host
    }

    /// Forgets everything.
    package mutating func forget() { self = CrewCatalog() }

    /// Forgets the templates, because one of them has changed.
    package mutating func forgetTemplates() { templates = nil }

    /// The preset crews: the service's list if it was fetched, otherwise the published one.
    package var known: [CrewType] { offers?.map(\.type) ?? CrewType.published }

    /// Whether a crew is a preset crew, published or offered by the service.
    func contains(_ crew: CrewType) -> Bool {
        CrewType.published.contains(crew) || offers?.contains { $0.type == crew } == true
    }

    /// The template with this name or id; nil if there is none.
    /// - Throws: ``Complaint`` if several templates share the name.
    package func template(named name: String) throws(Complaint) -> CrewTemplate? {
        let templates = templates ?? []
        if let exact = templates.first(where: { $0.id == name }) { return exact }
        var matches = templates.filter { $0.name == name }
        if matches.isEmpty { matches = templates.filter { $0.name.lowercased() == name.lowercased() } }
        guard matches.count > 1 else { return matches.first }
        throw .usage(
            "\(matches.count) templates are named \(name): \(matches.map(\.id).joined(separator: ", ")).",
            advice: "Use an id instead of the name. :template lists them.")
    }

    /// The error for an unknown crew.
    /// - Parameters:
    ///   - files: the names of the crew files.
    ///   - hint: the folders that were searched for crew files.
    package func unknown(_ crew: CrewType, files: [String] = [], hint: String? = nil) -> Complaint {
        var names = known.map(\.rawValue) + files
        for template in templates ?? [] where !names.contains(template.name) { names.append(template.name) }
        return .usage(
            "Unknown crew \"\(crew)\".",
            advice: NearestNames.question(about: crew.rawValue, among: names)
                ?? ["Available crews: \(names.joined(separator: ", ")).", hint.map { "\($0)" }]
                .compactMap(\.self).joined(separator: " "))
    }

    /// The error for an unknown template.
    package func unknownTemplate(_ name: String) -> Complaint {
        let names = (templates ?? []).map(\.quotedName)
        return .usage(
            "Unknown template \"\(name)\".",
            advice: names.isEmpty
                ? "The service offers you no templates."
                : NearestNames.question(about: name, among: names) ?? ":template lists them.")
    }
}
