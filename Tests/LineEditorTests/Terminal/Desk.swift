import Foundation
import LineEditor
import TestSupport
import Testing

/// An editor on its own terminal, with a folder for its files.
struct Desk: Sendable {
    let terminal: PseudoTerminal
    let editor: LineEditor
    let folder: String

    var historyFile: String { folder + "/deep/history" }

    /// Reads a line, with a time limit.
    func line(_ prompt: String = "> ") async throws -> LineEditor.Reading {
        let (editor, terminal) = (editor, terminal)
        return try await within(what: { "a line; there was: \(terminal.picture.rows)" }) {
            try await editor.line(prompt: prompt)
        }
    }

    /// Expects a line's result while the test types, starting when the prompt appears.
    func reads(
        _ expected: LineEditor.Reading, prompt: String = "> ", at location: SourceLocation = #_sourceLocation,
        typing: @escaping @Sendable (PseudoTerminal) async throws -> Void
    ) async throws {
        async let reading = line(prompt)
        try await terminal.waits(for: "the prompt") { $0.beforeCursor.hasSuffix(prompt) }
        try await typing(terminal)
        let result = try await reading
        #expect(result == expected, sourceLocation: location)
    }
}

/// Runs a body with an editor on a terminal, and closes both.
func withDesk<Value>(
    rows: Int = 24, columns: Int = 80, folder: String? = nil,
    configure: (inout LineEditor.Configuration, _ folder: String) throws -> Void = { _, _ in },
    _ body: (Desk) async throws -> Value
) async throws -> Value {
    let path = folder ?? NSTemporaryDirectory() + "line-editor-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { if folder == nil { try? FileManager.default.removeItem(atPath: path) } }
    let terminal = try PseudoTerminal(rows: rows, columns: columns)
    var configuration = LineEditor.Configuration(program: "tests") { request in complete(request) }
    configuration.input = terminal.inner
    configuration.output = terminal.inner
    configuration.terminalType = "xterm"
    // Not the settings of the person running the tests.
    configuration.settingsFile = "/dev/null"
    try configure(&configuration, path)
    let editor = try LineEditor(configuration)
    do {
        let value = try await body(Desk(terminal: terminal, editor: editor, folder: path))
        await editor.close()
        try await terminal.end()
        return value
    } catch {
        await editor.close()
        try await terminal.end()
        throw error
    }
}

/// Names to complete.
private func complete(_ request: CompletionRequest) -> CompletionAnswer {
    let candidates = [
        Candidate(text: "ask", note: "Answers questions"),
        Candidate(text: "data_engineering", note: "Writes \u{1B}[31mSQL"),
        Candidate(text: "data_quality", note: nil), Candidate(text: "größe=", isFinal: false),
    ]
    let word = String(
        request.textBeforeCursor.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
    return CompletionAnswer(replacing: word.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
}
