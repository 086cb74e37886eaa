public import Nx1Events

/// A parsed line or group of lines: a text for a crew, or a command for the shell.
public struct Statement: Sendable, Equatable {
    /// The kinds of statement.
    public enum Content: Sendable, Equatable {
        /// A text for a crew, never blank; its rows are separated by LF.
        case text(String)
        /// A command: its name without the colon, and everything after it without surrounding spaces. The text of a
        /// `"""` block is at the end of the arguments, verbatim, after a line with `--` (which ``RequestItems``
        /// parses as the start of the text).
        case command(name: String, arguments: String)
        /// A complete request, from a JSON line.
        case request(RequestLine)
        /// An invalid request line.
        case refusal(RequestLine.Refusal)
    }

    /// The number of the line where the statement starts.
    public let line: Int
    /// The content.
    public let content: Content

    /// Creates a statement that starts at a line, counted from 1.
    public init(line: Int, content: Content) {
        self.line = line
        self.content = content
    }
}

/// A request written as a JSON line: `{"crew": …, "input": {…}, "answers": {KEY: ID, …}, "id": …}`. Only the input or
/// the answers are required.
public struct RequestLine: Sendable, Hashable {
    /// The crew; nil for the default crew.
    public var crew: CrewType?
    /// The inputs.
    public var input: JSONObject
    /// A value that is copied to the record unchanged; `null` if the line has none.
    public var id: JSONValue
    /// The inputs that are answers of other lines, by the `id` of each.
    public var answers: [(key: String, id: JSONValue)] { answerIDs.map { ($0.key, $0.value) } }
    private var answerIDs: JSONObject = [:]

    /// An invalid request line.
    public struct Refusal: Error, Sendable, Hashable {
        /// The reason, in words that follow "The line ".
        public let reason: String
        /// The line's `id`, if it could be read; otherwise `null`.
        public var id = JSONValue.null

        package init(reason: String, id: JSONValue = .null) {
            self.reason = reason
            self.id = id
        }
    }

    /// Parses a line.
    package init(_ line: String) throws(Refusal) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: line)
        } catch {
            throw Refusal(reason: "isn't valid JSON: \(error)")
        }
        guard let object = json.object else { throw Refusal(reason: "isn't a JSON object") }
        id = object["id"] ?? .null
        if let key = object.keys.first(where: { !["crew", "input", "answers", "id"].contains($0) }) {
            throw Refusal(
                reason: "has an unknown key \"\(key)\"; valid keys are crew, input, answers and id", id: id)
        }
        if let answers = object["answers"], !answers.isNull {
            guard let ids = answers.object else {
                throw Refusal(reason: "has \"answers\" that aren't an object of the form {KEY: ID}", id: id)
            }
            if let key = ids.first(where: { $0.value.isNull })?.key {
                throw Refusal(reason: "has a null id for the answer \"\(key)\"", id: id)
            }
            answerIDs = ids
        }
        guard let input = object["input"]?.object ?? (answerIDs.isEmpty ? nil : [:]) else {
            throw Refusal(reason: "has no \"input\" object", id: id)
        }
        if let key = answerIDs.keys.first(where: { input[$0] != nil }) {
            throw Refusal(reason: "has \"\(key)\" both in \"input\" and in \"answers\"", id: id)
        }
        if let crew = object["crew"], !crew.isNull {
            guard let name = crew.string, !name.isEmpty else {
                throw Refusal(reason: "has a \"crew\" that isn't a string", id: id)
            }
            self.crew = CrewType(rawValue: name)
        }
        self.input = input
    }
}

/// The source and number of a line.
public struct LineLocation: Sendable, Hashable {
    /// The kinds of source.
    public enum Origin: Sendable, Hashable {
        /// Typed at the prompt.
        case prompt
        /// Given on the command line, as QUESTION or with `-c`.
        case commandLine
        /// A file or stdin, with its name in error messages.
        case script(String)
    }

    /// The source.
    public var origin: Origin
    /// The line number, starting at 1.
    public var line: Int
    /// Whether the command line gives several lines, so that errors must say which one.
    public var isOneOfSeveral = false
    /// The row that the line runs for, as named in errors, such as `regions.csv:4`; nil if it doesn't run for a row.
    /// With a row, `line` is its ordinal.
    package var row: String?

    /// Creates a location in a source.
    public init(_ origin: Origin, line: Int, isOneOfSeveral: Bool = false) {
        self.origin = origin
        self.line = line
        self.isOneOfSeveral = isOneOfSeveral
    }

    /// The prefix of errors about this line.
    package var prefix: String {
        if let row { return (origin == .prompt ? "" : "nx1sh: ") + row + ": " }
        return switch origin {
        case .prompt: ""
        case .commandLine: isOneOfSeveral ? "nx1sh: -c \(line): " : "nx1sh: "
        case .script(let name): "nx1sh: \(name):\(line): "
        }
    }

    /// Whether a person waits for this line.
    package var isPersonal: Bool { row == nil && isAttended }

    /// Whether a person waits for this line, or for all the rows that it is one of.
    package var isAttended: Bool {
        if case .script = origin { false } else { true }
    }
}

/// A partly typed command: its words before the cursor, the last of which may be unfinished.
package struct TypedCommand {
    /// The finished words; the first is the command's name with its colon.
    package private(set) var finished: [String] = []
    /// The word at the cursor; empty after a space.
    package private(set) var word = ""
    /// Everything after the name and the spaces that follow it.
    package let arguments: String

    /// Parses the text before the cursor; nil if it doesn't start with a colon.
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
                // Quotes count around a name, which comes first, and where a request item has them: right after the
                // sign.
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

    /// The number of finished arguments, not counting options and their values.
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

    /// The text after a word of the arguments, without leading spaces.
    package func text(behind word: ArgumentWord) -> String {
        String(arguments[word.range.upperBound...].drop(while: \.isWhitespace))
    }

    /// The option before the word at the cursor, if any.
    package var optionBefore: String? {
        finished.count > 1 ? finished.last.flatMap { $0.hasPrefix("-") ? $0 : nil } : nil
    }
}
