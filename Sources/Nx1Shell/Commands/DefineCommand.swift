import InputSources
import Nx1Events
import OutputDestinations
import SavedQuestions
import ShellInput
import ShellOutput
import ShellSession
import TeamFolders

extension Command {
    static let define = Command(
        name: "define", group: .asking, usage: "[NAME [TEXT]]",
        summary: "saves a question with placeholders, lists or edits them",
        details: """
            TEXT may have placeholders: {region}, or {month=March} with a default. :NAME
            asks the question, :NAME month=April region=north with these values. At a prompt
            you are asked for a missing value; in a script it is an error.

            With a NAME alone, it opens the question in your editor. A file may start with
            settings between --- lines: crew or template, set (inputs), format, summary.
            Questions are files: ~/.nx1/shell/questions/NAME.md, and for a team
            .nx1/questions in this folder and those above it. The nearest one is used.
            """,
        examples: [
            .init(":define late How many orders were late in {month=March}?", "saves it as :late"),
            .init(":late month=April", "asks it"),
            .init(":define", "lists them"),
        ],
        arguments: [.question], shows: .whenAlone
    ) { invocation, session in
        let arguments = invocation.arguments
        guard let word = ArgumentWord.words(of: arguments).first else { return session.questionList() }
        let text = BlockQuote.unquoted(
            String(arguments[word.range.upperBound...].drop(while: \.isWhitespace)))
        let name = word.text.hasPrefix(":") ? String(word.text.dropFirst()) : word.text
        if ["> ", ">> ", "| ", "-o "].contains(where: text.hasPrefix) {
            throw Complaint.usage(
                "`\(text)` looks like an output option, not a question, so nothing was saved.",
                advice: "`:define -o FORMAT` lists the questions; `:help \(name)` shows this one.")
        }
        if !text.isBlank, let earlier = try? session.questionShelf.question(named: name) {
            invocation.console.note("Replacing: \(earlier.headline)")
        }
        let change =
            text.isBlank
            ? try await session.edit(questionNamed: name, invocation)
            : try session.questionShelf.save(SavedQuestion(name: name, text: text))
        if let change { invocation.console.note(change.sentence(name, "Saved")) }
        return .none
    }

    static let forget = Command(
        name: "forget", group: .asking, usage: "NAME", summary: "removes a saved question",
        examples: [.init(":forget late", "removes :late")], arguments: [.question]
    ) { invocation, session in
        var words = invocation.words
        guard let name = words.next() else {
            throw Complaint.usage(
                ":forget needs the name of a saved question.", advice: ":define lists them.")
        }
        try words.end(of: "forget")
        let change = try session.questionShelf.remove(name.hasPrefix(":") ? String(name.dropFirst()) : name)
        invocation.console.note(change.sentence(name, "Removed"))
        return .none
    }
}

extension Session {
    fileprivate func questionList() -> Reply {
        let listing = questionShelf.list()
        for problem in listing.problems { surroundings.console.note(problem) }
        if listing.questions.isEmpty {
            surroundings.console.note(
                "No saved questions. \(questionShelf.survey().searchSentence)")
        }
        return .table(
            columns: ["question", "summary", "crew", "values", "from"],
            rows: listing.questions.map { question in
                let crew: JSONValue =
                    switch question.target {
                    case .crew(let name): .string(name)
                    case .template(let name): .string("template:\(name)")
                    case nil: .null
                    }
                return [
                    .string(":\(question.name)"), .string(question.headline), crew,
                    .string(question.usage.dropFirst(question.name.count + 1).trimmed),
                    question.path.map(JSONValue.string) ?? .null,
                ]
            })
    }

    /// Opens a question in the person's editor; a new question starts empty.
    fileprivate func edit(
        questionNamed name: String, _ invocation: Invocation
    ) async throws -> QuestionShelf.Change? {
        let shelf = questionShelf
        let path = try shelf.personalPath(for: name)
        guard let questions = invocation.questions else {
            throw Complaint.usage(
                "`:define \(name)` opens an editor, which needs a terminal.",
                advice: "Give the text: `:define \(name) TEXT`.")
        }
        let earlier = try shelf.question(named: name)
        await questions.releaseTerminal()
        let text = try await TextEditor(environment: surroundings.environment)
            .edit(shelf.draft(of: name) ?? earlier?.source ?? "")
        guard !text.isBlank, text + "\n" != earlier?.source, text != earlier?.source else {
            invocation.console.note("Nothing changed, so \(path) wasn't written.")
            return nil
        }
        return try shelf.save(edited: text + "\n", named: name)
    }
}

extension QuestionShelf.Change {
    fileprivate func sentence(_ name: String, _ what: String) -> String {
        let hint =
            team.map { " In this folder, `:\(name)` still asks your team's question: \($0.path)." } ?? ""
        return "\(what) \(path).\(hint)"
    }
}
