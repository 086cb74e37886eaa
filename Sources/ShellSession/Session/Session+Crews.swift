package import CrewFiles
import InputSources
import LocatedValues
package import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TeamFolders
import TypedRequests

/// Looking up the crews of requests.
extension Session {
    /// The prefix of names that are always templates.
    private static let templatePrefix = "template:"

    /// A request with its crew looked up and its values filled in. Prompts for missing values if a user is
    /// there.
    /// - Throws: ``Complaint`` if there is no such crew or it doesn't accept these values; the errors of
    ///   requests to the service.
    func resolved(_ request: CrewRequest, by line: LineRuns) async throws -> CrewRequest {
        var request = request
        if request.definition == nil {
            if settings.isDryRun, try !isKnownHere(request.crew) { return request }
            switch try await crew(named: request.crew.rawValue, by: line) {
            case .preset: request.definition = .preset(request.crew)
            case .file(let file):
                let name = CrewType(rawValue: file.crewName)
                request.crew = name
                request.definition = .custom(CrewConfig(json: file.config))
                crewFiles[name.rawValue] = file
                if let note = file.noteOnPlaces(given: request.input) { line.context.console.note(note) }
                let unread = request.input.keys.filter { key in
                    !file.places.contains(key) && !request.stickyInputs.contains(key)
                }
                if !unread.isEmpty {
                    let places = unread.map { "{\($0)}" }.joined(separator: ", ")
                    line.context.console.note(
                        "The crew \(name) has no placeholder \(places), so it may ignore \(unread.count == 1 ? "that input" : "those inputs")."
                    )
                }
            case .template(let template): return try await filled(request, template, by: line)
            }
        } else if case .template(let reference) = request.definition,
            let template = try await templates(by: line).first(where: { $0.id == reference.id })
        {
            return try await filled(request, template, by: line)
        }
        return request
    }

    /// What the name of a crew refers to.
    package enum NamedCrew {
        case preset
        case file(CrewFile)
        case template(CrewTemplate)
    }

    /// Whether a crew can be looked up without the service.
    private func isKnownHere(_ crew: CrewType) throws -> Bool {
        if crews.contains(crew) { return true }
        return try crewFile(named: crew.rawValue) != nil
    }

    /// The crew file with this path or name; nil if no folder has one.
    /// - Throws: ``CrewFileFailure``.
    package func crewFile(named name: String) throws -> CrewFile? {
        let isPath =
            name.contains("/") || [".yaml", ".yml", ".json"].contains { name.lowercased().hasSuffix($0) }
        let file: CrewFile?
        if isPath {
            let home = surroundings.folders.home
            file = try CrewFile.read(name.hasPrefix("~/") ? (home ?? "~") + name.dropFirst() : name)
        } else {
            for warning in crewShelf.survey().warnings { sayOnce(warning) }
            file = try crewShelf.crew(named: name)
        }
        for note in file?.notes ?? [] { sayOnce(note) }
        return file
    }

    /// Looks up the name of a crew. Calls the service only for names that aren't published.
    /// - Throws: ``Complaint`` if the name is unknown or matches several templates.
    package func crew(named name: String, by line: LineRuns) async throws -> NamedCrew {
        crews.use(connection.hostAsSet)
        if name.hasPrefix(Self.templatePrefix) {
            return .template(
                try await template(named: String(name.dropFirst(Self.templatePrefix.count)), by: line))
        }
        let crew = CrewType(rawValue: name)
        if crews.contains(crew) { return .preset }
        if let file = try crewFile(named: name) { return .file(file) }
        let nx1 = try line.open()
        if crews.offers == nil { crews.learn(try await nx1.crewOffers(), of: connection.hostAsSet) }
        if crews.contains(crew) { return .preset }
        _ = try await templates(by: line)
        if let template = try crews.template(named: name) { return .template(template) }
        let files = crewShelf.survey()
        throw crews.unknown(crew, files: files.names, hint: files.searchSentence)
    }

    /// Whether the inputs that a crew takes are known locally.
    func isKnown(_ crew: CrewType) -> Bool {
        if crews.contains(crew) { return true }
        var name = crew.rawValue
        if name.hasPrefix(Self.templatePrefix) { name.removeFirst(Self.templatePrefix.count) }
        return (try? crews.template(named: name)) != nil || (try? crewFile(named: name)) != nil
    }

    /// The template with this name or id.
    /// - Throws: ``Complaint`` if there is none, or several share the name; the errors of requests to the
    ///   service.
    package func template(named name: String, by line: LineRuns) async throws -> CrewTemplate {
        _ = try await templates(by: line)
        guard let template = try crews.template(named: name) else { throw crews.unknownTemplate(name) }
        return template
    }

    /// The service's templates; empty for an older service, which lacks the call.
    /// - Parameter isFresh: whether to fetch them even if they are known.
    package func templates(by line: LineRuns, isFresh: Bool = false) async throws -> [CrewTemplate] {
        crews.use(connection.hostAsSet)
        if !isFresh, let known = crews.templates { return known }
        let templates: [CrewTemplate]
        do {
            templates = try await line.open().templates()
        } catch let error as Nx1Error where [404, 405, 501].contains(error.httpStatus) {
            templates = []
        }
        crews.learn(templates, of: connection.hostAsSet)
        return templates
    }

    /// Fetches the templates for completion unless they are known. Failures are ignored.
    func learnTemplates(open: @Sendable () throws -> Nx1) async {
        crews.use(connection.hostAsSet)
        let host = connection.hostAsSet
        guard crews.templates == nil, let templates = try? await open().templates() else { return }
        crews.learn(templates, of: host)
        refreshCompletion()
    }

    /// A request with values for all variables of a template.
    private func filled(
        _ request: CrewRequest, _ template: CrewTemplate, by line: LineRuns
    ) async throws -> CrewRequest {
        // Must come before any refusal: a refused value is a secret, too.
        let sensitive = template.variables.filter(\.isSensitive).map(\.name)
        sensitiveNames.formUnion(sensitive)
        cover(sensitive, of: request)
        var filling = try TemplateRequest(request, to: template)
        if line.context.place.isPersonal, let questions = surroundings.questions {
            try filling.checkGiven()
            // A value can make another variable apply.
            while let variable = filling.missing.first {
                try await ask(questions, for: variable, of: template, &filling, on: line.context.console)
            }
        }
        let filled = try filling.checked()
        cover(sensitive, of: filled)
        return filled
    }

    /// Masks the values of these inputs from now on, in all output and in the journal.
    private func cover(_ names: [String], of request: CrewRequest) {
        connection.cover(
            inputs: names.reduce(into: [String: String]()) { values, name in
                values[name] = request.input[name].map { $0.string ?? $0.serialized() }
            })
    }

    private func ask(
        _ questions: Questions, for variable: TemplateVariable, of template: CrewTemplate,
        _ filling: inout TemplateRequest, on console: Console
    ) async throws {
        if let description = variable.description, !description.isEmpty { console.note(description) }
        while true {
            let answer = try await questions.answer(
                to: variable.question, isSecret: variable.isSensitive, on: console)
            guard let answer else {
                throw Complaint.usage(
                    "The template \(template.name) was not run: \(variable.name) has no value.")
            }
            if answer.isEmpty { continue }
            guard let problem = filling.set(variable, to: answer) else { return }
            console.note(problem)
        }
    }
}

extension CrewFile {
    /// The name of the crew: its file or folder name without the extension.
    package var crewName: String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        for ending in [".yaml", ".yml", ".json"] where last.lowercased().hasSuffix(ending) {
            return String(last.dropLast(ending.count))
        }
        return last
    }

    /// A note about the placeholders in the crew's texts for which the input has no value; nil if there are
    /// none.
    fileprivate func noteOnPlaces(given input: JSONObject) -> String? {
        let missing = places.filter { input[$0] == nil }
        guard let first = missing.first else { return nil }
        let names = missing.prefix(10).map { "{\($0)}" }.joined(separator: ", ")
        return
            "The crew \(crewName) has no value for \(names)\(missing.count > 10 ? ", …" : ""): CrewAI may fail the run. Add `\(first)=VALUE`."
    }
}

extension Session {
    /// Translates the service's refusals of a request into places that the user can correct.
    func refusalWording(for request: CrewRequest) -> RefusalWording {
        RefusalWording(
            crew: request.crew.rawValue, file: crewFiles[request.crew.rawValue],
            template: request.definition?.journalledTemplate?.name)
    }
}

/// Translates the service's refusals of a request (422) into lines of the crew file or variables of the
/// template.
struct RefusalWording: Sendable {
    fileprivate let crew: String
    fileprivate let file: CrewFile?
    fileprivate let template: String?

    /// The translated error; any other error unchanged.
    func explained(_ error: any Error) -> any Error {
        guard let error = error as? Nx1Error, case .invalidRequest(let invalid)? = error.problem else {
            return error
        }
        if let template {
            let lines = invalid.detail.map { problem in
                let place = problem.loc.drop { $0 == "body" || $0 == "values" }.joined(separator: ".")
                return place.isEmpty ? problem.msg : "\(place): \(problem.msg)"
            }
            return complaint(
                "The service refused the values of the template \(template)", lines, error,
                advice: CrewTemplate.variablesAdvice(named: template))
        }
        guard let file, invalid.detail.contains(where: { file.problem(for: $0) != nil }) else { return error }
        return complaint(
            "The service refused the crew \(crew)",
            invalid.detail.map { file.problem(for: $0)?.description ?? $0.description }, error)
    }

    private func complaint(
        _ what: String, _ lines: [String], _ error: Nx1Error, advice: String? = nil
    ) -> Complaint {
        let text =
            lines.count == 1
            ? "\(what): \(lines[0])" : "\(what):\n" + lines.map { "  \($0)" }.joined(separator: "\n")
        return Complaint(.service(error.code), text, advice: advice)
    }
}
