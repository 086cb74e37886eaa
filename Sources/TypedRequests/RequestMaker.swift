package import Nx1Events
import Nx1Values
package import ShellInput
import ShellOutput

/// Makes requests from lines, given the state of a session.
package struct RequestMaker: Sendable {
    /// The default crew in effect.
    package let defaultCrew: CrewType
    /// The inputs that are sent with every request.
    package let sticky: RequestInputs
    /// The exchanges that a question carries, oldest first.
    package let carried: [Exchange]
    /// The attachments of a question.
    package let attachments: [PendingAttachment]
    /// The files that items refer to.
    package let files: InputFiles
    /// The row that fills in placeholders; nil outside of `--each`, where braces are plain text.
    package var row: RowFilling?

    /// - Parameters:
    ///   - defaultCrew: the default crew in effect.
    ///   - sticky: the inputs that are sent with every request.
    ///   - carried: the exchanges that a question carries, oldest first.
    ///   - attachments: the attachments of a question.
    ///   - files: the files that items refer to.
    package init(
        defaultCrew: CrewType, sticky: RequestInputs, carried: [Exchange],
        attachments: [PendingAttachment], files: InputFiles
    ) {
        self.defaultCrew = defaultCrew
        self.sticky = sticky
        self.carried = carried
        self.attachments = attachments
        self.files = files
    }

    /// The request of a statement; nil if it doesn't ask a crew or runs in the background.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if it is an invalid request.
    package func request(of statement: Statement) throws -> CrewRequest? {
        switch statement.content {
        case .text(let text):
            text.isForBackground ? nil : request(defaultCrew, text: row?.filled(text) ?? text)
        case .request(let line):
            request(of: line)
        case .command("crew", let arguments): try crew(in: arguments)?.request
        case .command("template", let arguments): try template(in: arguments)?.request
        case .command, .refusal: nil
        }
    }

    /// Makes a request to a crew: sticky inputs, then `items`, then `text`, with its carried exchanges, as
    /// `question`.
    package func request(_ crew: CrewType, items: RequestInputs = RequestInputs(), text: String?)
        -> CrewRequest
    {
        var inputs = sticky
        inputs.add(items)
        let stickyInputs = Set(sticky.values.keys).subtracting(items.values.keys)
        guard let text else {
            var request = CrewRequest(crew: crew, input: inputs.values, references: inputs.references)
            request.stickyInputs = stickyInputs
            request.lacksPlaceForAttachments = !attachments.isEmpty
            return request
        }
        inputs.add(
            RequestItem(key: "question", value: .string(QuestionText.text(asking: text, after: carried))))
        var request = CrewRequest(
            crew: crew, input: inputs.values, text: text, references: inputs.references,
            attachments: attachments, carried: carried)
        request.stickyInputs = stickyInputs
        return request
    }

    private func request(of line: RequestLine) -> CrewRequest {
        var inputs = sticky
        inputs.add(RequestInputs(values: line.input))
        for (key, id) in line.answers {
            inputs.add(RequestItem(key: key, reference: InputReference(.line(id), as: .asIs)))
        }
        let text = inputs.values["question"]?.string
        var request = CrewRequest(
            crew: line.crew ?? defaultCrew, input: inputs.values, text: text, id: line.id,
            references: inputs.references, attachments: text == nil ? [] : attachments)
        request.stickyInputs = Set(sticky.values.keys).subtracting(line.input.keys)
        request.lacksPlaceForAttachments = text == nil && !attachments.isEmpty
        return request
    }

    /// The crew that `:crew` names, and the request if there are items or a text; nil without a name.
    package func crew(in arguments: String) throws -> (crew: CrewType, request: CrewRequest?)? {
        guard let word = ArgumentWord.words(of: arguments).first else { return nil }
        try row?.refusePlaces(in: word.text, of: "The name of the crew")
        let crew = CrewType(rawValue: word.text)
        let (items, text) = try itemsOfQuestion(in: arguments[word.range.upperBound...])
        return (crew, items.values.isEmpty && text == nil ? nil : request(crew, items: items, text: text))
    }

    /// The template that `:template` names, and the request if there are values, a text or `--run`; nil without a
    /// name.
    package func template(in arguments: String) throws -> (name: String, request: CrewRequest?)? {
        let words = ArgumentWord.words(of: arguments)
        guard let name = words.first else { return nil }
        try row?.refusePlaces(in: name.text, of: "The name of the template")
        let crew = CrewType(rawValue: "template:\(name.text)")
        var rest = arguments[name.range.upperBound...]
        let isRun = words.count > 1 && words[1].text == "--run" && !words[1].isQuoted
        if isRun { rest = rest[words[1].range.upperBound...] }
        let (items, text) = try itemsOfQuestion(in: rest)
        let asks = isRun || !items.values.isEmpty || text != nil
        return (name.text, asks ? request(crew, items: items, text: text) : nil)
    }

    /// The request items and the text of a question.
    /// - Throws: ``Complaint`` if both give the question.
    func itemsOfQuestion(in arguments: some StringProtocol) throws -> (items: RequestInputs, text: String?) {
        let (items, text) = try items(in: arguments)
        guard text != nil, items.values["question"] != nil else { return (items, text) }
        throw Complaint.usage(
            "The question is given twice: as question=… and as the text after the items.",
            advice: "Quote a value that contains blanks: question='…'.")
    }

    /// The request items at the start of `arguments`, as inputs, and the text after them, with placeholders filled in
    /// from the row.
    package func items(in arguments: some StringProtocol) throws -> (items: RequestInputs, text: String?) {
        if let row {
            let (items, text) = try RequestItems.readPlaced(from: arguments, files: files)
            return (
                try items.reduce(into: RequestInputs()) { $0.add(try row.filled($1)) }, text.map(row.filled)
            )
        }
        let (items, text) = try RequestItems.read(from: arguments, files: files)
        return (items.reduce(into: RequestInputs()) { $0.add($1) }, text)
    }
}

extension String {
    /// Whether a text ends with a blank and `&`, and so runs in the background.
    package var isForBackground: Bool { hasSuffix(" &") }

    /// Whether a command's arguments end with a separate `&`.
    package var isMarkedForBackground: Bool { self == "&" || isForBackground }

    /// The arguments without the final `&`, and whether it was there.
    package func splitBackgroundMark() -> (arguments: String, isForBackground: Bool) {
        isMarkedForBackground ? (String(dropLast()).trimmed, true) : (self, false)
    }
}
