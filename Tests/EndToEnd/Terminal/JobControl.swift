import TestSupport

/// nx1sh at its prompt, started by a shell that can stop and continue it.
struct JobControl {
    let terminal: Terminal
    let program: Program

    /// Stops the program in the foreground with Ctrl-Z, and continues it with `fg`. It must answer the line x with
    /// "got x".
    func stopAndContinue() async throws {
        try await terminal.press("C-z")
        try await terminal.waitFor("Stopped")
        try await terminal.enter("fg")
        try await terminal.waitFor("what fg prints") { $0.contains(program.path) }
        try await terminal.enter("1")
        try await terminal.waitFor("the program's answer") { $0.contains("got 1") }
    }
}

/// Runs a body with nx1sh in bash, then quits both.
func withJobControl(
    environment: [String: String] = [:], _ body: (JobControl) async throws -> Void
) async throws {
    let program = try Program(named: "nx1sh")
    let own = ["PS1": "outside$ ", "NX1_HOST": "http://127.0.0.1:1", "NX1_API_KEY": "k"]
    try await withTerminal(
        columns: 250, rows: 80, environment: own.merging(environment) { $1 },
        command: ["/bin/bash", "--norc", "-i"]
    ) { terminal in
        try await terminal.waitFor("outside$")
        try await terminal.enter(program.path)
        try await terminal.waitFor(prompt: "ask> ")
        try await body(JobControl(terminal: terminal, program: program))
        try await terminal.enter(":quit")
        try await terminal.enter("exit")
        _ = try await terminal.waitForExit()
    }
}
