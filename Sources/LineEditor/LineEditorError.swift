/// Why there can be no editor, or no line.
public struct LineEditorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened and what to do, in a sentence.
    public let description: String

    static func notATerminal(_ descriptor: Int32) -> LineEditorError {
        LineEditorError(
            description:
                "File descriptor \(descriptor) is not a terminal: lines can be edited only on a terminal.")
    }

    static func system(_ action: String, code: Int32) -> LineEditorError {
        LineEditorError(description: "The line editor can't \(action): \(SystemText.message(of: code)).")
    }

    static let noEditor = LineEditorError(
        description: "The line editor can't start: libedit gave no editor for this terminal.")
}
