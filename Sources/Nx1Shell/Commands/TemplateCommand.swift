import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession
import TypedRequests

extension Command {
    static let template = Command(
        name: "template", group: .asking, usage: "[NAME [ITEM…] [TEXT]]",
        summary: "lists the service's templates, shows one, or runs it",
        details: """
            A template is a saved crew with variables to fill in. NAME is its name or id; a
            NAME alone lists its variables. Items are values: region=north, limit:=5. TEXT
            is the value of `question`, or of the only variable that takes free text. --run
            runs a template that needs no value.

            At a prompt you are asked for a missing value; in a script it is an error. A
            template can be the default crew: :crew NAME.
            """,
        examples: [
            .init(":template", "lists the templates you may run"),
            .init(":template \"Late orders\"", "lists its variables"),
            .init(":template \"Late orders\" region=north limit:=5", "one run"),
        ],
        arguments: [.template, .item],
        shows: .behindName
    ) { invocation, session in
        let (arguments, isForBackground) = invocation.arguments.splitBackgroundMark()
        guard let (name, request) = try session.requests.template(in: arguments) else {
            return .templates(try await session.templates(by: invocation.line, isFresh: true))
        }
        if let request {
            try await session.ask(
                session.takeAttachments(of: request), isForBackground: isForBackground,
                in: invocation.context)
            return .none
        }
        session.crews.forgetTemplates()
        return .variables(of: try await session.template(named: name, by: invocation.line))
    }
}

extension Reply {
    /// The templates as a list.
    fileprivate static func templates(_ templates: [CrewTemplate]) -> Reply {
        .table(
            columns: ["name", "description", "variables", "shared", "id"],
            rows: templates.map { template in
                [
                    .string(template.name), template.description.map(JSONValue.string) ?? .null,
                    .string(template.variables.map(\.name).joined(separator: ", ")),
                    .string(template.isShared ? "shared" : "mine"), .string(template.id),
                ]
            },
            data: .array(templates.map { .object($0.json) }))
    }

    /// The variables of a template as a list.
    fileprivate static func variables(of template: CrewTemplate) -> Reply {
        .table(
            columns: ["variable", "label", "type", "required", "default", "values", "only if"],
            rows: template.variables.map { variable in
                [
                    .string(variable.name), variable.label.map(JSONValue.string) ?? .null,
                    variable.typeName.map(JSONValue.string) ?? .null, .bool(variable.isRequired),
                    variable.isSensitive && variable.default != nil ? "***" : variable.default ?? .null,
                    variable.rule.map(JSONValue.string) ?? .null, variable.showIf ?? .null,
                ]
            },
            data: .object(template.json))
    }
}
