import TestSupport

/// A session of nx1sh in a terminal, whose service has only a ``StagedRun``.
struct Stage: Sendable {
    let terminal: Terminal
    let titleBefore: String

    /// The frames of the spinner.
    static let spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"

    /// The rows of the screen, normalized by ``timeless(_:)``.
    func rows() async throws -> [String] {
        try await terminal.screen().map(Self.timeless)
    }

    /// Normalizes a row: `*` for a spinner, `T` for a time, two spaces for any gap, and `%1` for the line about a run.
    static func timeless(_ row: String) -> String {
        if row.hasPrefix("%1 · ") { return "%1" }
        let indent = row.prefix { $0 == " " }
        var rest = String(row.dropFirst(indent.count))
        if let sign = rest.first, spinner.contains(sign) { rest = "*" + rest.dropFirst() }
        rest = rest.replacing(#/ {2,}/#, with: "  ")
        rest = rest.replacing(#/  \+?\d+\.\ds$/#, with: "  T")
        return indent + rest.replacing(#/^\* \d+\.\ds/#, with: "* T")
    }

    /// Returns the rows of a screen between the question and the last row.
    static func steps(in rows: [String]) -> [String] {
        let question = rows.lastIndex { $0.hasPrefix("ask> ") } ?? -1
        return rows.dropFirst(question + 1).dropLast().map(timeless)
    }

    /// The window's title.
    func title() async throws -> String {
        try await terminal.title()
    }

    /// Waits until the last row has a spinner, a time and this text.
    func waitFor(status text: String) async throws {
        try await terminal.waitFor("the last row \"\(text)\"") { rows in
            rows.last.map(Self.timeless) == (text.isEmpty ? "* T" : "* T · " + text)
        }
    }

    /// Waits until exactly these rows are between the question and the last row, which has a spinner.
    func waitFor(rows expected: [String]) async throws {
        try await terminal.waitFor("the rows \(expected)") { rows in
            Self.steps(in: rows) == expected && rows.last.map(Self.timeless)?.hasPrefix("* T") == true
        }
    }

    /// The seconds in the last row.
    func time() async throws -> Double {
        Self.time(in: try await terminal.screen())
    }

    static func time(in rows: [String]) -> Double {
        rows.last?.firstMatch(of: /(\d+\.\d)s/).flatMap { Double($0.output.1) } ?? 0
    }
}

/// Starts nx1sh in a new terminal with a staged run, and waits for its first prompt.
///
/// - Parameter shell: the command that runs nx1sh.
func withStage(
    _ run: StagedRun, columns: Int = 100, rows: Int = 30, environment: [String: String] = [:],
    arguments: [String] = [], shell: [String] = [],
    _ body: @Sendable (Stage) async throws -> Void
) async throws {
    let program = try Program(named: "nx1sh")
    try await withScriptedServer(answering: { run.reply(to: $0) }) { server in
        let service = ["NX1_HOST": server.host, "NX1_API_KEY": "key"]
        try await withTerminal(
            columns: columns, rows: rows, environment: service.merging(environment) { $1 },
            command: shell + [program.path] + arguments
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            try await body(Stage(terminal: terminal, titleBefore: try await terminal.title()))
        }
    }
}

extension Terminal {
    /// Waits until a step of the watched run has a row, so the service has answered and the run is known.
    func waitUntilAtWork() async throws {
        try await waitFor("a step and, below it, what is in progress") { rows in
            !Stage.steps(in: rows).isEmpty && rows.last.map(Stage.timeless)?.hasPrefix("* T") == true
        }
    }
}
