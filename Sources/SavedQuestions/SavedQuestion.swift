package import LocatedValues
package import Nx1Events
package import ShellInput

/// A question saved in a file: its text, with placeholders for values, and its settings.
package struct SavedQuestion: Sendable, Hashable {
    /// The crew that answers.
    package enum Target: Sendable, Hashable {
        /// A crew, by its type or by the name of its crew file.
        case crew(String)
        /// A template, by its name or id.
        case template(String)
    }

    /// A setting of the front matter.
    package enum Key: String, Sendable, Hashable, CaseIterable {
        case summary, crew, template, set, format
    }

    package let name: String
    /// A description on one line.
    package var summary: String?
    /// The crew or template; nil uses the session's default crew.
    package var target: Target?
    /// Additional inputs (`set`). They take precedence over the session's sticky inputs.
    package var inputs: JSONObject
    /// The output format, unchecked; the caller knows which formats exist.
    package var format: String?
    /// The text of the question; empty only if ``target`` is set.
    package let text: PlacedText
    /// The path of the file; nil for a question that isn't saved yet.
    package let path: String?
    /// The lines of the settings, from 1.
    private let lines: [Key: Int]

    /// Creates a question that isn't saved yet. Blank lines around the text are removed.
    package init(name: String, text: String) {
        self.init(name: name, text: text, path: nil, lines: [:])
    }

    init(name: String, text: String, path: String?, lines: [Key: Int]) {
        self.name = name
        self.text = PlacedText(Self.withoutOuterBlankLines(text.replacing("\r\n", with: "\n")))
        self.path = path
        self.lines = lines
        inputs = [:]
    }

    /// The line of a setting, for messages about its value; nil if the file doesn't have it.
    package func place(of key: Key) -> SourcePlace? {
        guard let path, let line = lines[key] else { return nil }
        return SourcePlace(file: path, line: line)
    }

    private static func withoutOuterBlankLines(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
