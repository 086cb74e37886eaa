import Foundation

/// A program in a real terminal, which tmux draws; a test types, and looks at the screen.
///
/// Each terminal has a tmux server of its own. A failed wait throws ``TerminalFailure`` with the whole screen.
public struct Terminal: Sendable {
    let tmux: Tmux

    // MARK: The keyboard

    /// Types a text, character by character; a newline in it is Enter.
    public func type(_ text: String) async throws {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, row) in rows.enumerated() {
            if index > 0 { try await press("Enter") }
            if !row.isEmpty {
                try await tmux.run("send-keys", "-l", "-t", Tmux.pane, "--", Tmux.word(String(row)))
            }
        }
    }

    /// Types a text, and Enter.
    public func enter(_ line: String) async throws {
        try await type(line)
        try await press("Enter")
    }

    /// Presses keys by tmux's names: `C-c`, `Enter`, `Tab`, `Up`, `BSpace`, `M-b`, `Escape`.
    public func press(_ keys: String...) async throws {
        try await tmux.run(["send-keys", "-t", Tmux.pane, "--"] + keys.map { Tmux.word($0) })
    }

    /// Pastes a text, in brackets if the program has asked for that (`ESC[?2004h`).
    public func paste(_ text: String) async throws {
        try await tmux.run(["load-buffer", "-"], input: Array(text.utf8))
        try await tmux.run("paste-buffer", "-p", "-d", "-t", Tmux.pane)
    }

    /// Changes the size of the terminal.
    public func resize(columns: Int, rows: Int) async throws {
        try await tmux.run("resize-window", "-t", Tmux.pane, "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Takes the terminal away from the program, as a closed window does. Nothing else works afterwards.
    public func hangUp() async throws {
        try await tmux.run("kill-server")
    }

    /// Keeps all that the program writes from now on, byte for byte, in a file.
    public func record(to path: String) async throws {
        try await tmux.run("pipe-pane", "-t", Tmux.pane, "exec cat >'\(path)'")
    }

    // MARK: The screen

    /// The rows of the screen, without blanks at their ends and blank rows at the bottom.
    public func screen() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-t", Tmux.pane))
    }

    /// Everything since the start, with what has left the screen at the top; long lines in one piece.
    public func transcript() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-J", "-S", "-", "-t", Tmux.pane))
    }

    /// The rows of the screen with the escape sequences of their colours and styles.
    public func styledScreen() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-e", "-t", Tmux.pane))
    }

    /// The title that the program has given the window.
    public func title() async throws -> String {
        try await tmux.value("#{pane_title}")
    }

    /// Where the cursor is, from 0 at the left and the top.
    public func cursor() async throws -> (column: Int, row: Int) {
        let place = try await tmux.value("#{cursor_x} #{cursor_y}").split(separator: " ").compactMap {
            Int($0)
        }
        return place.count == 2 ? (place[0], place[1]) : (0, 0)
    }

    // MARK: Waiting

    /// Waits until the screen shows a text, also one that runs on into the next row.
    public func waitFor(_ text: String, within bound: Duration = .seconds(20)) async throws {
        try await wait(for: "\"\(text)\"", within: bound) {
            // Long lines are joined, and blanks kept at the ends of rows, so that "ask> " is found.
            try await tmux.run("capture-pane", "-p", "-J", "-t", Tmux.pane).contains(text)
        }
    }

    /// Waits until the screen shows no more of a text.
    public func waitForNo(_ text: String, within bound: Duration = .seconds(20)) async throws {
        try await wait(for: "the end of \"\(text)\"", within: bound) {
            try await !tmux.run("capture-pane", "-p", "-J", "-t", Tmux.pane).contains(text)
        }
    }

    /// Waits until the rows of the screen are as a condition says.
    public func waitFor(
        _ what: String, within bound: Duration = .seconds(20), _ condition: ([String]) -> Bool
    ) async throws {
        try await wait(for: what, within: bound) { condition(try await screen()) }
    }

    /// Waits until the cursor stands right behind a prompt (which may be followed by text typed so far) and
    /// nothing comes below it.
    public func waitFor(prompt: String, typed: String = "", within bound: Duration = .seconds(20))
        async throws
    {
        try await wait(for: "the prompt \"\(prompt)\(typed)\" with the cursor behind it", within: bound) {
            let rows = try await screen()
            let row = try await cursor().row
            let isLast = rows.count - 1 <= row
            return isLast && row < rows.count && rows[row] == Tmux.withoutBlanksAtEnd(prompt + typed)
        }
    }

    /// Waits until the program has ended, and gives its exit status, or 128 and the signal that ended it.
    @discardableResult
    public func waitForExit(within bound: Duration = .seconds(20)) async throws -> Int {
        try await wait(for: "the program's end", within: bound) { try await exitStatus() != nil }
        return try await exitStatus() ?? 0
    }

    /// The exit status of the program, or 128 and the signal that ended it; nil while it runs.
    public func exitStatus() async throws -> Int? {
        let state = try await tmux.value("#{pane_dead} #{pane_dead_status} #{pane_dead_signal}")
        let words = state.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "1" else { return nil }
        let status = Int(words[1]) ?? Int(words[2]).map { 128 + $0 }
        // tmux 3.3a now and then misses the end of a child until another one ends.
        if status == nil { try await tmux.run("run-shell", "-b", "true") }
        return status
    }

    /// The id of the program's process.
    public func processID() async throws -> Int32 {
        Int32(try await tmux.value("#{pane_pid}")) ?? 0
    }

    private func wait(
        for what: String, within bound: Duration, _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + bound
        while true {
            if try await condition() { return }
            if .now >= end {
                throw TerminalFailure(
                    what: what, bound: bound, screen: try await screen(), exit: try await exitStatus())
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Something that the screen didn't show in time.
public struct TerminalFailure: Error, CustomStringConvertible {
    let what: String
    let bound: Duration
    let screen: [String]
    let exit: Int?

    /// What was waited for, and the whole screen.
    public var description: String {
        let state = exit.map { "The program has ended with \($0)." } ?? "The program is running."
        let rows = screen.map { "| \($0)" }.joined(separator: "\n")
        return "\(what) did not come within \(bound). \(state) The screen:\n\(rows)"
    }
}

/// Runs a command in a new terminal beside a body, and ends both the command and the terminal afterwards. Only a few
/// terminals are there at a time; a call waits for its turn.
///
/// - Parameters:
///   - environment: all of the command's environment but for `HOME` (a new, empty folder, which is also the working
///     directory), `LANG` (`C.UTF-8`), `PATH` and `TERM`, which it may change.
///   - home: the home and working directory; a new, empty one if nil.
///   - command: the path of the executable, and its arguments.
/// - Throws: ``ProgramFailure`` if there is no tmux, and what the body throws.
public func withTerminal<Value>(
    columns: Int = 100, rows: Int = 30, environment: [String: String] = [:], home: String? = nil,
    command: [String], _ body: (Terminal) async throws -> Value
) async throws -> Value {
    try await TerminalLimit.withRoom {
        try await withTemporaryFolder { folder in
            let home = try home ?? TemporaryFolder.create(in: folder, named: "home")
            let tmux = try Tmux(folder: folder)
            defer { tmux.end() }
            let defaults = [
                "HOME": home, "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
                "TERM": "screen-256color",
            ]
            try await tmux.start(
                columns: columns, rows: rows, home: home, environment: defaults.merging(environment) { $1 },
                command: command)
            return try await body(Terminal(tmux: tmux))
        }
    }
}
