import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import SQLiteDatabase
import TestSupport
import Testing

@Suite("A shell whose journal can't be written")
struct JournalOutageTests {
    /// A home whose journal has one run, "first".
    private func withHome(
        _ body: @Sendable (ShellProgram, _ home: String, Sandbox) async throws -> Void
    ) async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let shell = try ShellProgram(sandbox)
                let first = try await shell.run(["first"], home: home)
                #expect(first.status == 0 && first.errors == "", "\(first.errors)")
                try await body(shell, home, sandbox)
            }
        }
    }

    private func file(in home: String) -> String { home + "/.nx1/shell/journal.sqlite" }

    /// The correlation ids of the service's runs.
    private func ids(at sandbox: Sandbox) async throws -> Set<String> {
        let configuration = try ClientConfiguration(
            host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
        return try await withNx1Client(configuration) { nx1 in
            Set(try await nx1.runs(limit: 1000).map(\.correlationID))
        }
    }

    private func kept(in home: String) throws -> Set<String> {
        Set(
            try Database(path: file(in: home)).rows("SELECT correlation_id FROM run") {
                (row) throws(SQLiteFailure) in
                try row.requiredText("correlation_id")
            })
    }

    /// Runs several shells at once, and returns their outcomes.
    private func outcomes(_ count: Int, of shell: ShellProgram, home: String) async throws -> [ProgramOutcome]
    {
        try await withThrowingTaskGroup(of: ProgramOutcome.self) { group in
            for number in 0..<count {
                group.addTask { try await shell.run(["-q", "question \(number)"], home: home) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(
        "prints each run's id before its request, even with -q, while the journal is locked; 32 shells at once"
    )
    func lockedByAStranger() async throws {
        try await withHome { shell, home, sandbox in
            let before = try await ids(at: sandbox)
            let holder = try Database(path: file(in: home))
            try holder.execute("BEGIN EXCLUSIVE")
            let outcomes = try await outcomes(32, of: shell, home: home)
            #expect(outcomes.filter { $0.status == 0 && !$0.output.isEmpty }.count == 32)
            let started = try await ids(at: sandbox).subtracting(before)
            #expect(started.count == 32)
            let said = outcomes.map(\.errors)
            for id in started {
                let lines = try #require(said.first { $0.contains(id) }).split(separator: "\n").map(
                    String.init)
                // On a busy machine, the warning may come after the other lines.
                #expect(
                    Set(lines) == [
                        "The journal \(file(in: home)) can't be used now: another program has it locked. "
                            + "New entries stay in memory until it can be used.",
                        "Run \(id) isn't in the journal yet. To get its answer later, use `nx1sh ':result \(id)'`.",
                        "The journal \(file(in: home)) still can't be written. It lacks these runs: \(id). "
                            + ":result with an id fetches a run from the service.",
                    ])
            }
            try holder.execute("COMMIT")
            #expect(try kept(in: home) == before)
            let id = try #require(started.first)
            #expect(try await shell.run([":result \(id)"], home: home).status == 0)
        }
    }

    @Test("has printed a run's id when its request arrives, in a pipe too")
    func beforeTheRequest() async throws {
        try await withTemporaryFolder { home in
            try await withScriptedServer(Route("/", .silence)) { server in
                // A file in place of the shell's folder.
                try FileManager.default.createDirectory(
                    atPath: home + "/.nx1", withIntermediateDirectories: true)
                try TemporaryFolder.write("", to: "shell", in: home + "/.nx1")
                try await Program(named: "nx1sh").withRunning(
                    ["--progress", "never", "How many?"],
                    environment: ["NX1_HOST": server.host, "NX1_API_KEY": "planted-key"], home: home,
                    input: .empty
                ) { running in
                    let request = try await server.waitForRequests(1)[0]
                    let id = try #require(request.header("x-correlation-id"))
                    #expect(running.errors.contains("Run \(id) isn't in the journal yet."))
                }
            }
        }
    }

    @Test("journals all runs when the lock is released in mid-session")
    func freedInMidSession() async throws {
        try await withHome { shell, home, sandbox in
            let holder = try Database(path: file(in: home))
            try holder.execute("BEGIN EXCLUSIVE")
            let program = try Program(named: "nx1sh")
            let outcome = try await program.withRunning(
                [], environment: ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey], home: home
            ) { running in
                running.write("one\n:runs\n")
                try await running.waitForOutput("first")
                try holder.execute("COMMIT")
                running.write("two\n")
                running.closeInput()
                return try await running.outcome()
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!outcome.errors.contains("still can't be written"), "\(outcome.errors)")
            #expect(try await kept(in: home) == ids(at: sandbox))
            let listed = try await shell.run(["-o", "json", ":runs"], home: home)
            let runs = try #require(try JSONValue(parsing: listed.output).array)
            #expect(runs.map { $0["question"] } == ["two", "one", "first"])
            #expect(runs.map { $0["status"] } == ["completed", "completed", "completed"])
        }
    }

    @Test("lists the runs of its session, and says so, if it can't read the journal")
    func unreadable() async throws {
        try await withHome { shell, home, _ in
            let holder = try Database(path: file(in: home))
            // Without a write-ahead log, readers wait as well.
            try holder.execute(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
            let outcome = try await shell.run(["-c", "one", "-c", ":runs"], home: home)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let last = outcome.output.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("%1") && last.contains("completed") && last.hasSuffix("one"), "\(last)")
            let alone = try await shell.run([":runs"], home: home)
            #expect(alone.status == 1)
            #expect(
                alone.errors.hasSuffix(
                    "nx1sh: Couldn't list the runs: the journal can't be read now (another program has it locked).\n"
                ), "\(alone.errors)")
            #expect(
                outcome.errors.contains(
                    "Only this session's runs are listed: the journal can't be read now (another program has it locked)."
                ), "\(outcome.errors)")
        }
    }

    @Test(
        "refuses what only the journal can answer",
        arguments: [
            (":session", "The journal can't be used, so sessions can't be listed."),
            (":session s", "Couldn't open session s: the journal can't be used."),
            (":report r.html --since 1d", "The journal can't be used, so --since finds no runs."),
            (":report r.html --session s", "The journal can't be used, so --session finds no runs."),
            (":runs --prune", "The journal can't be used, so nothing was deleted."),
        ])
    func refused(line: String, sentence: String) async throws {
        try await withHome { shell, home, _ in
            let holder = try Database(path: file(in: home))
            try holder.execute(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
            let outcome = try await shell.run([line], home: home)
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.hasSuffix("nx1sh: \(sentence)\n"), "\(outcome.errors)")
        }
    }

    @Test("sends nothing of a batch that it can't record")
    func batch() async throws {
        try await withHome { shell, home, sandbox in
            let holder = try Database(path: file(in: home))
            try holder.execute("BEGIN EXCLUSIVE")
            let outcome = try await shell.run(
                ["--batch", "late"], home: home, input: .text("one\ntwo\n"))
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(
                outcome.errors.components(
                    separatedBy: "The batch late can't continue: the journal can't be used."
                ).count == 3, "\(outcome.errors)")
            #expect(!outcome.errors.contains("still can't be written"))
            #expect(try await ids(at: sandbox).count == 1)
            try holder.execute("COMMIT")
            #expect(try kept(in: home).count == 1)
        }
    }

    @Test("continues without space for a journal, and isn't killed")
    func noRoom() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                let program = try Program(named: "nx1sh")
                // Limits files to 1 KiB.
                let outcome = try await Program(path: "/bin/sh").run(
                    ["-c", "ulimit -f 2; exec \"$0\" \"How many?\"", program.path],
                    environment: ["NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey], home: home)
                #expect(outcome.status == 0 && outcome.output.contains("How many?"), "\(outcome)")
                let id = try #require(try await ids(at: sandbox).first)
                #expect(outcome.errors.contains("can't be used now: the disk "), "\(outcome.errors)")
                #expect(outcome.errors.contains("It lacks these runs: \(id)."), "\(outcome.errors)")
            }
        }
    }

    @Test("keeps all runs of 32 shells without shared memory, without a write-ahead log")
    func noSharedMemory() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            try await withTemporaryFolder { home in
                // A folder in place of the file prevents shared memory.
                try FileManager.default.createDirectory(
                    atPath: file(in: home) + "-shm", withIntermediateDirectories: true)
                let shell = try ShellProgram(sandbox)
                let outcomes = try await outcomes(32, of: shell, home: home)
                #expect(outcomes.filter { $0.status == 0 }.count == 32)
                let kept = try kept(in: home)
                let said = outcomes.map(\.errors).joined()
                for id in try await ids(at: sandbox) where !kept.contains(id) {
                    #expect(said.contains("Run \(id) isn't in the journal yet."))
                }
                #expect(try Database(path: file(in: home)).text("PRAGMA journal_mode") == "delete")
                #expect(try Database(path: file(in: home)).text("PRAGMA integrity_check") == "ok")
                let one = try await shell.run(["one more"], home: home)
                #expect(one.status == 0 && one.errors == "", "\(one.errors)")
            }
        }
    }

    @Test("keeps all runs of 32 parallel shells on a local disk, or prints their ids")
    func manyShells() async throws {
        try await withHome { shell, home, sandbox in
            let outcomes = try await outcomes(32, of: shell, home: home)
            #expect(outcomes.filter { $0.status == 0 }.count == 32)
            let (kept, said) = (try kept(in: home), outcomes.map(\.errors).joined())
            for id in try await ids(at: sandbox) where !kept.contains(id) {
                #expect(said.contains("Run \(id) isn't in the journal yet."))
            }
            #expect(try Database(path: file(in: home)).text("PRAGMA integrity_check") == "ok")
        }
    }
}
