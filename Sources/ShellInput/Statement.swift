public import Nx1Events

/// What somebody meant by one or several lines: a text for a crew, or a command for the shell.
public struct Statement: Sendable, Equatable {
    /// The kinds of statement.
    public enum Content: Sendable, Equatable {
        /// A text for a crew, never blank; its rows are separated by LF.
        case text(String)
        /// A command: the name without its colon, and everything after it without blanks at either end. The text
        /// of a `"""` block stands at the end of the arguments, verbatim, after a line with `--` (which
        /// ``RequestItems`` takes as the beginning of the text).
        case command(name: String, arguments: String)
        /// A whole request, from a JSON line.
        case request(RequestLine)
        /// What should have been a request.
        case refusal(RequestLine.Refusal)
    }

    /// The number of the line where the statement began.
    public let line: Int
    /// What was said.
    public let content: Content

    /// A statement that began at a line, counted from 1.
    public init(line: Int, content: Content) {
        self.line = line
        self.content = content
    }
}

/// A request as a JSON line has it: `{"crew": …, "input": {…}, "answers": {KEY: ID, …}, "id": …}`, of which only the input or the
/// answers have to be there.
public struct RequestLine: Sendable, Hashable {
    /// Which crew; nil is the default one.
    public var crew: CrewType?
    /// What it is given.
    public var input: JSONObject
    /// What comes back in the record, as it came; `null` if there is none.
    public var id: JSONValue
    /// The inputs that are the answers of other lines, by the `id` of each.
    public var answers: [(key: String, id: JSONValue)] { answerIDs.map { ($0.key, $0.value) } }
    private var answerIDs: JSONObject = [:]

    /// A line that is no request.
    public struct Refusal: Error, Sendable, Hashable {
        /// Why, in words that go on after "The line ".
        public let reason: String
        /// The `id` that it has all the same; `null` if there is none.
        public var id = JSONValue.null

        package init(reason: String, id: JSONValue = .null) {
            self.reason = reason
            self.id = id
        }
    }

    /// Reads a line.
    package init(_ line: String) throws(Refusal) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: line)
        } catch {
            throw Refusal(reason: "is no JSON: \(error)")
        }
        guard let object = json.object else { throw Refusal(reason: "is no JSON object") }
        id = object["id"] ?? .null
        if let key = object.keys.first(where: { !["crew", "input", "answers", "id"].contains($0) }) {
            throw Refusal(
                reason: "has the key \"\(key)\"; valid keys are crew, input, answers and id", id: id)
        }
        if let answers = object["answers"], !answers.isNull {
            guard let ids = answers.object else {
                throw Refusal(reason: "has \"answers\" that are no object of the form {KEY: ID}", id: id)
            }
            if let key = ids.first(where: { $0.value.isNull })?.key {
                throw Refusal(reason: "names no line for the answer \"\(key)\": its id is null", id: id)
            }
            answerIDs = ids
        }
        guard let input = object["input"]?.object ?? (answerIDs.isEmpty ? nil : [:]) else {
            throw Refusal(reason: "has no object \"input\"", id: id)
        }
        if let key = answerIDs.keys.first(where: { input[$0] != nil }) {
            throw Refusal(reason: "has \"\(key)\" both in \"input\" and in \"answers\"", id: id)
        }
        if let crew = object["crew"], !crew.isNull {
            guard let name = crew.string, !name.isEmpty else {
                throw Refusal(reason: "has a \"crew\" that is no text", id: id)
            }
            self.crew = CrewType(rawValue: name)
        }
        self.input = input
    }
}

/// Where a line comes from.
public struct LineLocation: Sendable, Hashable {
    /// The kinds of source.
    public enum Origin: Sendable, Hashable {
        /// Typed at the prompt.
        case prompt
        /// Given on the command line, as QUESTION or with `-c`.
        case commandLine
        /// A file or stdin, by the name that errors are to give it.
        case script(String)
    }

    /// The source.
    public var origin: Origin
    /// The number of the line in it, from 1.
    public var line: Int
    /// Whether the command line gives several lines, so that an error has to say which.
    public var isOneOfSeveral = false
    /// What errors call the row that the line is done for, such as `regions.csv:4`; nil if it is done for none. The number of the line
    /// is the ordinal of the row then.
    package var row: String?

    /// Line `line` of `origin`.
    public init(_ origin: Origin, line: Int, isOneOfSeveral: Bool = false) {
        self.origin = origin
        self.line = line
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// What stands in front of an error about this line.
    package var prefix: String {
        if let row { return (origin == .prompt ? "" : "nx1sh: ") + row + ": " }
        return switch origin {
        case .prompt: ""
        case .commandLine: isOneOfSeveral ? "nx1sh: -c \(line): " : "nx1sh: "
        case .script(let name): "nx1sh: \(name):\(line): "
        }
    }

    /// Whether a person waits for this very line.
    package var isPersonal: Bool { row == nil && isAttended }

    /// Whether a person waits for this line, or for all rows that it is one of.
    package var isAttended: Bool {
        if case .script = origin { false } else { true }
    }
}

/// A command as far as it is typed: its words before the cursor, the last of which may be unfinished.
package struct TypedCommand {
    /// The words that are finished, the command's name with its colon first.
    package private(set) var finished: [String] = []
    /// The word at the cursor; empty behind a blank.
    package private(set) var word = ""
    /// Everything behind the name and the blanks that follow it.
    package let arguments: String

    /// The command that these words begin, if they do: the line begins with a colon.
    package init?(_ text: String) {
        guard text.hasPrefix(":") else { return nil }
        arguments = String(text.drop { !$0.isWhitespace }.drop(while: \.isWhitespace))
        var quote: Character?
        var isEscaped = false
        for character in text {
            if let open = quote {
                word.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\", open == "\"" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
            } else if character.isWhitespace {
                if !word.isEmpty { finished.append(word) }
                word = ""
            } else {
                // Quotes count around a name, which comes first, and where a request item has them: right behind the sign.
                let beginsName = word.isEmpty && finished.count == 1 && character == "\""
                if beginsName || character == "\"" || character == "'",
                    beginsName || word.hasSuffix("=") || word.hasSuffix("=@")
                {
                    quote = character
                }
                word.append(character)
            }
        }
    }

    /// The command's name without its colon; nil while it is being typed.
    package var name: String? { finished.first.map { String($0.dropFirst()) } }

    /// How many arguments are finished, options and their values left out.
    package var place: Int {
        var count = 0
        var isValue = false
        for argument in finished.dropFirst() {
            let isOption = argument.hasPrefix("-")
            if !isOption, !isValue { count += 1 }
            isValue = Self.optionsWithValues.contains(argument)
        }
        return count
    }

    private static let optionsWithValues: Set = [
        "-o", "--output", "--crew", "--status", "--since", "--limit",
    ]

    /// What is typed behind a word of the arguments, and the blanks that follow it.
    package func text(behind word: ArgumentWord) -> String {
        String(arguments[word.range.upperBound...].drop(while: \.isWhitespace))
    }

    /// The option that stands before the word at the cursor, if one does.
    package var optionBefore: String? {
        finished.count > 1 ? finished.last.flatMap { $0.hasPrefix("-") ? $0 : nil } : nil
    }
}
