import CrewFiles
import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import TeamFolders
import TypedRequests

extension Command {
    static let crew = Command(
        name: "crew", group: .asking, usage: "[NAME [ITEM…] [TEXT]]",
        summary: "shows the crews, sets the default, or runs one once",
        details: """
            Without arguments, it shows the crews and the default. With a NAME, it makes
            that crew the default for your questions. With items or a text, it runs that
            crew once and keeps the default. NAME --show prints the crew's definition.

            NAME is a crew of the service, a template, a crew file in ~/.nx1/shell/crews or
            in .nx1/crews of this folder or one above it, or the path of a crew file: YAML
            or JSON with agents and tasks, or a folder with CrewAI's agents.yaml and
            tasks.yaml.

            Items are inputs: key=text, key:=json, key=@file (a text), key:=@file (JSON).
            Quote values that contain spaces. Instead of a file, a run (%2, last, an id)
            stands for its answer, and - is standard input; ./%2 is a file. Items come
            first; the first word that isn't one, or --, starts the text (the question).
            The whole text is sent: -o, | and > work only after items. & at the end doesn't
            wait for the answer.
            """,
        examples: [
            .init(":crew", "lists the crews"),
            .init(":crew data_engineering", "sends questions there from now"),
            .init(":crew classification text=@ticket.txt", "one run with a file as its input"),
            .init(":crew data_engineering rows:=@last Load them", "with the last answer's table"),
            .init(":crew ./crew.yaml topic=returns", "a crew of your own"),
        ],
        arguments: [.crew, .item],
        shows: .whenShown
    ) { invocation, session in
        let words = ArgumentWord.words(of: invocation.arguments)
        if words.contains(where: { $0.text == "--show" && !$0.isQuoted }) {
            let names = words.filter { $0.text != "--show" || $0.isQuoted }
            guard names.count == 1 else {
                throw Complaint.usage(
                    "--show takes one crew NAME.", advice: "Use `:crew NAME --show`.")
            }
            return try await session.parts(ofCrew: names[0].text, for: invocation.line)
        }
        let (arguments, isForBackground) = invocation.arguments.splitBackgroundMark()
        guard let (crew, request) = try session.requests.crew(in: arguments) else {
            return try await session.crewList(for: invocation.line)
        }
        if let request {
            try await session.ask(
                session.takeAttachments(of: request), isForBackground: isForBackground,
                in: invocation.context)
        } else {
            _ = try await session.crew(named: crew.rawValue, by: invocation.line)
            session.settings.crew = crew
        }
        return .none
    }
}

extension Session {
    /// The crews and the default. Without a service to ask, the service's crews are the published ones.
    fileprivate func crewList(for line: LineRuns) async throws -> Reply {
        crews.use(connection.hostAsSet)
        if crews.offers == nil, let nx1 = try? line.open() {
            crews.learn(try await nx1.crewOffers(), of: connection.hostAsSet)
            _ = try await templates(by: line)
        }
        if crews.offers == nil {
            line.context.console.note("No host is set, so this list has only the standard crews.")
        }
        var rows = (crews.offers ?? crews.known.compactMap { CrewOffer(.string($0.rawValue)) }).map(
            CrewRow.init)
        let files = crewShelf.survey()
        for warning in files.warnings { sayOnce(warning) }
        for file in files.files where !files.isShadowed(file) {
            rows.append(CrewRow(file.name, at: file.path))
        }
        for template in crews.templates ?? [] { rows.append(CrewRow(template)) }
        let selected = defaultCrew.rawValue
        if !rows.contains(where: { $0.name == selected }) { rows.append(CrewRow(selected)) }
        return .table(
            columns: ["crew", "default", "description", "inputs", "from"],
            rows: rows.map { $0.cells(default: selected) })
    }

    /// The definition of the crew named `name`.
    fileprivate func parts(ofCrew name: String, for line: LineRuns) async throws -> Reply {
        let content: JSONValue
        switch try await crew(named: name, by: line) {
        case .preset:
            let offer = crews.offers?.first { $0.type.rawValue == name } ?? CrewOffer(.string(name))
            let row = offer.map(CrewRow.init) ?? CrewRow(name)
            return .facts([
                .init("crew", .string(row.name)), .init("description", row.description),
                .init("inputs", .string(row.inputs)),
            ])
        case .file(let file): content = ["crew_config": .object(file.config)]
        case .template(let template): content = .object(template.json)
        }
        return .page(content.serialized(.indented), content)
    }
}

/// A crew as a row of the list.
private struct CrewRow {
    let name: String
    var description = JSONValue.null
    var inputs = ""
    var origin = "service"

    init(_ name: String) { self.name = name }

    init(_ offer: CrewOffer) {
        name = offer.type.rawValue
        description = (offer.description ?? offer.type.purpose).map(JSONValue.string) ?? .null
        inputs = offer.inputs.map(\.name).joined(separator: ", ")
        if inputs.isEmpty, offer.type == .ask { inputs = "question" }
    }

    init(_ template: CrewTemplate) {
        name = template.name
        description = template.description.map(JSONValue.string) ?? .null
        inputs = template.variables.map(\.name).joined(separator: ", ")
        origin = "template"
    }

    /// A crew file. A file that can't be used is reported when it is used.
    init(_ name: String, at path: String) {
        self.name = name
        origin = path
        guard let file = try? CrewFile.read(path) else { return }
        let config = CrewConfig(json: file.config)
        let roles = config.agents.map { $0.role.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        description = .string(roles.joined(separator: ", "))
        inputs = file.places.joined(separator: ", ")
    }

    func cells(default selected: String) -> [JSONValue] {
        [.string(name), .bool(name == selected), description, .string(inputs), .string(origin)]
    }
}

extension CrewType {
    /// The purpose of a published crew, for services that send no description.
    fileprivate var purpose: String? {
        switch self {
        case .ask: "answers questions about your data"
        case .classification: "sorts data or texts into classes"
        case .dataEngineering: "writes pipelines"
        case .dataSuggestion: "suggests data for a purpose"
        case .semanticModel: "drafts a semantic model"
        default: nil
        }
    }
}
