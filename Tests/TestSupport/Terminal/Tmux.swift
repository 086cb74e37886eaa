import Foundation

/// A tmux server with one session and one pane.
struct Tmux: Sendable {
    static let pane = "test:0.0"

    private let program: Program
    private let folder: String
    private var socket: String { folder + "/tmux" }
    private var settings: String { folder + "/tmux.conf" }

    /// Creates a server that isn't started yet, with its socket in a folder.
    init(folder: String) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let paths = folders.map { "\($0)/tmux" }
        guard let path = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw ProgramFailure(
                "tmux isn't installed. On Debian, run `apt-get install tmux`.")
        }
        program = Program(path: path)
        self.folder = folder
    }

    /// Starts the server, with the command in its pane.
    func start(
        columns: Int, rows: Int, home: String, environment: [String: String], command: [String]
    ) async throws {
        let lines = [
            "set -g status off", "set -g remain-on-exit on", "set -g remain-on-exit-format ''",
            "set -g history-limit 100000", "set -s escape-time 0", "set -g default-terminal screen-256color",
        ]
        try TemporaryFolder.write(lines.joined(separator: "\n") + "\n", to: "tmux.conf", in: folder)
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try await run(
            ["new-session", "-d", "-s", "test", "-x", "\(columns)", "-y", "\(rows)", "-c", home, "--"]
                + (["env", "-i"] + variables + command).map { Self.word($0) })
    }

    @discardableResult
    func run(_ arguments: String...) async throws -> String {
        try await run(arguments)
    }

    /// Runs a tmux command, and returns its output.
    @discardableResult
    func run(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        let outcome = try await program.run(
            ["-u", "-S", socket, "-f", settings] + arguments, environment: Self.environment, home: folder,
            input: .bytes(input), bound: .patience)
        guard outcome.status == 0 else {
            throw ProgramFailure("tmux \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.output
    }

    /// Expands a tmux format for the pane.
    func value(_ format: String) async throws -> String {
        String(try await run("display-message", "-p", "-t", Self.pane, format).dropLast())
    }

    /// Ends the server and everything in it. Also works in a cancelled task, because it doesn't suspend.
    func end() {
        guard let null = FileHandle(forUpdatingAtPath: "/dev/null") else { return }
        let descriptor = null.fileDescriptor
        for arguments in [["run-shell", "kill -KILL -#{pane_pid}; true"], ["kill-server"]] {
            let target = arguments[0] == "run-shell" ? ["-t", Self.pane] : []
            let launch = ProcessLaunch(
                command: [program.path, "-S", socket, arguments[0]] + target + arguments.dropFirst(),
                environment: Self.environment, folder: folder, standard: [descriptor, descriptor, descriptor])
            guard let id = try? launch.start() else { continue }
            waitBriefly(for: id)
        }
    }

    private func waitBriefly(for id: pid_t) {
        var status: Int32 = 0
        for _ in 0..<2000 {
            if waitpid(id, &status, WNOHANG) != 0 { return }
            usleep(1000)
        }
        _ = kill(id, SIGKILL)
        _ = waitpid(id, &status, 0)
    }

    private static let environment = [
        "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "SHELL": "/bin/sh",
    ]

    /// Escapes a trailing semicolon, which tmux would read as the end of a command.
    static func word(_ text: String) -> String {
        text.hasSuffix(";") ? text.dropLast() + "\\;" : text
    }

    /// The rows of a captured screen.
    static func rows(_ output: String) -> [String] {
        var rows = output.split(separator: "\n", omittingEmptySubsequences: false)
            .map { withoutBlanksAtEnd(String($0)) }
        while rows.last?.isEmpty == true { rows.removeLast() }
        return rows
    }

    static func withoutBlanksAtEnd(_ row: String) -> String {
        String(row.reversed().drop { $0 == " " }.reversed())
    }
}
