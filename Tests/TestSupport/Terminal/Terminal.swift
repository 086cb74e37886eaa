import Foundation

/// A program in a real terminal, run by tmux. A test types, and reads the screen.
///
/// Each terminal has its own tmux server. A wait that times out throws ``TerminalFailure`` with the whole screen.
public struct Terminal: Sendable {
    let tmux: Tmux

    // MARK: Keyboard

    /// Types text, character by character. A newline is Enter.
    public func type(_ text: String) async throws {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, row) in rows.enumerated() {
            if index > 0 { try await press("Enter") }
            if !row.isEmpty {
                try await tmux.run("send-keys", "-l", "-t", Tmux.pane, "--", Tmux.word(String(row)))
            }
        }
    }

    /// Types a line, and presses Enter.
    public func enter(_ line: String) async throws {
        try await type(line)
        try await press("Enter")
    }

    /// Presses keys by tmux's names: `C-c`, `Enter`, `Tab`, `Up`, `BSpace`, `M-b`, `Escape`.
    public func press(_ keys: String...) async throws {
        try await tmux.run(["send-keys", "-t", Tmux.pane, "--"] + keys.map { Tmux.word($0) })
    }

    /// Pastes text, as a bracketed paste if the program turned that on (`ESC[?2004h`).
    public func paste(_ text: String) async throws {
        try await paste(Array(text.utf8))
    }

    /// Pastes bytes, which may be invalid UTF-8.
    public func paste(_ bytes: [UInt8]) async throws {
        try await tmux.run(["load-buffer", "-"], input: bytes)
        try await tmux.run("paste-buffer", "-p", "-d", "-t", Tmux.pane)
    }

    /// Changes the size of the terminal.
    public func resize(columns: Int, rows: Int) async throws {
        try await tmux.run("resize-window", "-t", Tmux.pane, "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Closes the terminal, as closing its window does. No other call works afterwards.
    public func hangUp() async throws {
        try await tmux.run("kill-server")
    }

    /// Records the program's output from now on in a file, byte for byte.
    public func record(to path: String) async throws {
        try await tmux.run("pipe-pane", "-t", Tmux.pane, "exec cat >'\(path)'")
    }

    // MARK: Screen

    /// The rows of the screen, without trailing blanks and without blank rows at the bottom.
    public func screen() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-t", Tmux.pane))
    }

    /// All rows since the start, including those that scrolled off the screen. Wrapped lines are joined.
    public func transcript() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-J", "-S", "-", "-t", Tmux.pane))
    }

    /// The rows of the screen with escape sequences for colors and styles.
    public func styledScreen() async throws -> [String] {
        Tmux.rows(try await tmux.run("capture-pane", "-p", "-e", "-t", Tmux.pane))
    }

    /// The window's title.
    public func title() async throws -> String {
        try await tmux.value("#{pane_title}")
    }

    /// The position of the cursor, from 0 at the top left.
    public func cursor() async throws -> (column: Int, row: Int) {
        let place = try await tmux.value("#{cursor_x} #{cursor_y}").split(separator: " ").compactMap {
            Int($0)
        }
        return place.count == 2 ? (place[0], place[1]) : (0, 0)
    }

    // MARK: Waiting

    /// Waits until the screen shows a text, which may wrap into the next row.
    public func waitFor(_ text: String, within bound: Duration = .patience) async throws {
        try await wait(for: "\"\(text)\"", within: bound) {
            // -J joins wrapped lines and keeps trailing blanks, so that "ask> " is found.
            try await tmux.run("capture-pane", "-p", "-J", "-t", Tmux.pane).contains(text)
        }
    }

    /// Waits until the screen no longer shows a text.
    public func waitForNo(_ text: String, within bound: Duration = .patience) async throws {
        try await wait(for: "\"\(text)\" to disappear", within: bound) {
            try await !tmux.run("capture-pane", "-p", "-J", "-t", Tmux.pane).contains(text)
        }
    }

    /// Waits until the rows of the screen satisfy a condition.
    public func waitFor(
        _ what: String, within bound: Duration = .patience, _ condition: ([String]) -> Bool
    ) async throws {
        try await wait(for: what, within: bound) { condition(try await screen()) }
    }

    /// Waits until the cursor is directly after a prompt, or after the text typed at it, with nothing below.
    public func waitFor(prompt: String, typed: String = "", within bound: Duration = .patience)
        async throws
    {
        try await wait(for: "the prompt \"\(prompt)\(typed)\" with the cursor after it", within: bound) {
            let rows = try await screen()
            let row = try await cursor().row
            let isLast = rows.count - 1 <= row
            return isLast && row < rows.count && rows[row] == Tmux.withoutBlanksAtEnd(prompt + typed)
        }
    }

    /// Waits until the program ends, and returns its exit status, or 128 plus the signal that killed it.
    @discardableResult
    public func waitForExit(within bound: Duration = .patience) async throws -> Int {
        try await wait(for: "the program to end", within: bound) { try await exitStatus() != nil }
        return try await exitStatus() ?? 0
    }

    /// The exit status of the program, or 128 plus the signal that killed it; nil while it runs.
    public func exitStatus() async throws -> Int? {
        let state = try await tmux.value("#{pane_dead} #{pane_dead_status} #{pane_dead_signal}")
        let words = state.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "1" else { return nil }
        let status = Int(words[1]) ?? Int(words[2]).map { 128 + $0 }
        // tmux 3.3a sometimes misses the end of a child until another child ends.
        if status == nil { try await tmux.run("run-shell", "-b", "true") }
        return status
    }

    /// The program's process id.
    public func processID() async throws -> Int32 {
        Int32(try await tmux.value("#{pane_pid}")) ?? 0
    }

    private func wait(
        for what: String, within bound: Duration, _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + bound
        // A look at the screen starts a process. Looking ever less often leaves the processor to the program.
        var pause = Duration.milliseconds(10)
        while true {
            if try await condition() { return }
            if .now >= end {
                throw TerminalFailure(
                    what: what, bound: bound, screen: try await screen(), exit: try await exitStatus())
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 1.25, .milliseconds(100))
        }
    }
}

/// The error of a wait that timed out.
public struct TerminalFailure: Error, CustomStringConvertible {
    let what: String
    let bound: Duration
    let screen: [String]
    let exit: Int?

    /// The expected event, the state of the program, and the whole screen.
    public var description: String {
        let state = exit.map { "The program ended with status \($0)." } ?? "The program is running."
        let rows = screen.map { "| \($0)" }.joined(separator: "\n")
        return "Timed out after \(bound) waiting for \(what). \(state) The screen:\n\(rows)"
    }
}

/// Runs a body with a command in a new terminal, and ends the command and the terminal afterwards. The number of
/// terminals is limited; a call waits for its turn.
///
/// - Parameters:
///   - environment: the command's environment. It can override the defaults of `HOME` (the home folder), `LANG`
///     (`C.UTF-8`), `PATH` and `TERM`.
///   - home: the home and working directory; a new, empty one if nil.
///   - command: the path of the executable, and its arguments.
/// - Throws: ``ProgramFailure`` if tmux isn't installed, and any error of the body.
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
