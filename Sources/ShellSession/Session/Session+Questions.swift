import InputSources
import Nx1Client
import Nx1Events
import RunJournal
package import SavedQuestions
package import ShellInput
import ShellOutput
import ShellRuns
import TeamFolders
package import TypedRequests

/// Saved questions: `:NAME month=April region=north`.
extension Session {
    /// The request of a statement, saved questions included; nil if it doesn't ask a crew or runs in the
    /// background.
    /// - Throws: a ``UsageError`` if it is an invalid request.
    package func request(of statement: Statement) throws -> CrewRequest? {
        guard case .command(let name, let arguments) = statement.content else {
            return try requests.request(of: statement)
        }
        let command = surroundings.commands.command(named: name)
        let question = command == nil ? try savedQuestion(named: name) : nil
        // The command handles redirection, formats and background runs itself.
        guard let read = try? CommandArguments(arguments, showing: command?.shows ?? .always),
            read.format == nil, read.destination == nil, question?.format == nil,
            !read.own.isMarkedForBackground
        else { return nil }
        guard let question else { return try requests.request(of: statement) }
        return try requests.request(of: question, values: QuestionValues(arguments: read.own))
    }

    /// The saved question with this name; nil if no folder has one.
    package func savedQuestion(named name: String) throws -> SavedQuestion? {
        let shelf = questionShelf
        for warning in shelf.survey().warnings { sayOnce(warning) }
        return try shelf.question(named: name)
    }

    /// The command with this name, or a command that sends the saved question with this name.
    package func command(named name: String) throws -> Command {
        if let command = surroundings.commands.command(named: name) { return command }
        if let question = try savedQuestion(named: name) { return Command(asking: question) }
        let files = questionShelf.survey()
        return try surroundings.commands.find(
            name, orOneOf: files.names, hint: "No saved question has that name. \(files.searchSentence)")
    }

    /// Sends a saved question. Prompts for missing values.
    fileprivate func ask(_ question: SavedQuestion, _ invocation: Invocation) async throws {
        let (arguments, isForBackground) = invocation.arguments.splitBackgroundMark()
        var values = try QuestionValues(arguments: arguments)
        if let questions = invocation.questions {
            for name in question.text.missing(in: values.texts) {
                let answer = try await questions.answer(
                    to: "\(name): ", isSecret: SecretCover.isSecret(name: name), on: invocation.console)
                guard let answer else {
                    throw Complaint.usage(":\(question.name) was not sent: \(name) has no value.")
                }
                values[name] = answer
            }
        }
        // A value whose name looks like a secret must be masked in the text, too.
        connection.cover(
            inputs: values.texts.filter { SecretCover.isSecret(name: $0.key) })
        let request = takeAttachments(of: try requests.request(of: question, values: values))
        var context = invocation.context
        // An explicit format overrides the one in the question's file.
        if context.format == nil, settings.format.name == OutputFormat.auto.name, let format = question.format
        {
            do throws(Complaint) {
                context.format = try OutputFormat.find(format)
            } catch {
                throw Complaint.usage(
                    [question.place(of: .format).map { "\($0): \(error.message)" } ?? error.message]
                        .joined(), advice: error.advice)
            }
        }
        try await ask(request, isForBackground: isForBackground, in: context)
    }
}

extension RequestMaker {
    /// The request of a saved question. A row fills in the placeholders of the given values, not those of the
    /// question.
    /// - Throws: ``QuestionRefusal`` for missing values, and for values that match no placeholder.
    func request(of question: SavedQuestion, values: QuestionValues) throws -> CrewRequest {
        var (values, inputs) = (values, RequestInputs(values: question.inputs))
        var used: Set<String> = []
        if let row {
            for item in values.items { values[item.name] = row.filled(item.text) }
        }
        for (key, value) in question.inputs {
            guard let text = value.string.map(PlacedText.init), !text.places.isEmpty else { continue }
            let own = text.places.map(\.name).filter { name in
                !question.text.places.contains { $0.name == name }
            }
            guard
                let filled = text.filled(with: values.texts.merging(question.defaults) { given, _ in given })
            else {
                let missing = text.missing(in: values.texts).joined(separator: ", ")
                throw Complaint.usage(
                    "`:\(question.name)` needs a value for \(missing), which its input `\(key)` uses.",
                    advice: "Add NAME=TEXT.")
            }
            inputs.add(RequestItem(key: key, value: .string(filled)))
            for name in own { used.insert(name) }
        }
        for name in used { values[name] = nil }
        let crew: CrewType
        switch question.target {
        case .template(let name):
            crew = CrewType(rawValue: "template:\(name)")
            // Values that match no placeholder of the text are values of the template.
            let places = Set(question.text.places.map(\.name))
            for item in values.items where !places.contains(item.name) {
                inputs.add(RequestItem(key: item.name, value: .string(item.text)))
                values[item.name] = nil
            }
        case .crew(let name): crew = CrewType(rawValue: name)
        case nil: crew = defaultCrew
        }
        let text = try question.filled(with: values)
        var request = request(crew, items: inputs, text: text.isEmpty ? nil : text)
        let given = values.items.reduce(into: JSONObject()) { $0[$1.name] = .string($1.text) }
        request.savedQuestion = SavedQuestionCall(name: question.name, values: given)
        return request
    }
}

extension Command {
    /// Creates a command that sends a saved question.
    package init(asking question: SavedQuestion) {
        let usage = question.usage.dropFirst(question.name.count + 1).drop { $0 == " " }
        self.init(
            name: question.name, group: .yours, usage: String(usage), summary: question.headline,
            details: question.text.source, shows: .always
        ) { invocation, session in
            try await session.ask(question, invocation)
            return .none
        }
    }
}

extension SavedQuestion {
    /// The defaults of the text's placeholders, which its inputs share.
    fileprivate var defaults: [String: String] {
        text.places.reduce(into: [:]) { $0[$1.name] = $1.standard }
    }

    /// The summary, or the start of the text if there is none.
    package var headline: String {
        if let summary { return summary }
        let row = text.source.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return row.count > 60 ? row.prefix(59) + "…" : row
    }
}
