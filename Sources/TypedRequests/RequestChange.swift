import Nx1Events
import ShellInput
import ShellOutput

/// The changes that `:again` makes to a request.
package struct RequestChange {
    /// The run whose request is repeated.
    package private(set) var run = "last"
    private var crew: CrewType?
    private let inputs: RequestInputs
    private let text: String?

    /// Parses `[RUN] [ITEM…] [TEXT] [--crew TYPE]`. The option may also precede the items.
    /// - Throws: ``Complaint`` or ``RequestItemError`` if the arguments are invalid.
    package init(_ arguments: String, _ requests: RequestMaker) throws {
        var words = ArgumentWord.words(of: arguments)[...]
        var (start, end) = (arguments.startIndex, arguments.endIndex)
        // A final `--crew TYPE` isn't part of the text.
        if let last = words.last, words.dropLast().last?.text == "--crew" {
            crew = CrewType(rawValue: last.text)
            words.removeLast()
            end = words.removeLast().range.lowerBound
        }
        if let first = words.first, first.text != "--crew", first.text != "--",
            RequestItemHead(Array(first.text.utf8)[...]) == nil
        {
            run = first.text
            start = words.removeFirst().range.upperBound
        }
        if words.first?.text == "--crew" {
            guard crew == nil else { throw Complaint.givenTwice("--crew") }
            guard let type = words.dropFirst().first else {
                throw Complaint.missingValue(of: "--crew")
            }
            crew = CrewType(rawValue: type.text)
            start = type.range.upperBound
        }
        var rest = arguments[start..<end]
        if end < arguments.endIndex { while rest.last?.isWhitespace == true { rest.removeLast() } }
        (inputs, text) = try requests.itemsOfQuestion(in: rest)
        if let text, text.isBlank { throw Complaint.emptyQuestion }
    }

    /// Whether there is a new question.
    package var hasText: Bool { text != nil }

    /// Applies the changes to a request.
    package func apply(to request: inout CrewRequest) {
        if let crew {
            request.crew = crew
            request.definition = nil
        }
        for (key, value) in inputs.values {
            request.input[key] = value
            request.references[key] = inputs.references[key]
        }
        guard let text else { return }
        let whole = request.input["question"]?.string
        request.input["question"] = .string(
            whole.map { QuestionText.replacing(request.text ?? $0, by: text, in: $0) } ?? text)
        request.text = text
    }
}
