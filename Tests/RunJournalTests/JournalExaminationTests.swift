import Foundation
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("Examining a journal")
struct JournalExaminationTests {
    private func examine(_ path: String) async -> JournalExamination? {
        await Journal(path: path) { _ in }.examine(within: .seconds(20))
    }

    /// A journal that was used and closed.
    private func makeJournal(in folder: String) async throws -> String {
        let path = folder + "/journal.sqlite"
        let journal = Journal(path: path) { Issue.record("\($0)") }
        _ = try await journal.sessions()
        return path
    }

    private func content(of folder: String) throws -> [String: Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder).reduce(into: [:]) { files, name in
            files[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
        }
    }

    @Test("makes no file, and finds none in memory")
    func missing() async throws {
        try await withTemporaryFolder { folder in
            #expect(await examine(folder + "/journal.sqlite")?.condition == .missing)
            #expect(await examine(folder + "/shell/journal.sqlite")?.condition == .missing)
            let files = try content(of: folder)
            #expect(files.isEmpty)
            #expect(await Journal(path: nil) { _ in }.examine(within: .seconds(1)) == nil)
        }
    }

    @Test("finds a sound one sound, open or not, and changes no byte of it")
    func sound() async throws {
        try await withTemporaryFolder { folder in
            let path = try await makeJournal(in: folder)
            let before = try content(of: folder)
            #expect(Set(before.keys) == ["journal.sqlite"])
            let found = try #require(await examine(path))
            #expect(found.condition == .sound && found.runCount == 0 && found.size > 0)
            #expect(try content(of: folder) == before)
            let open = Journal(path: path) { Issue.record("\($0)") }
            _ = try await open.sessions()
            #expect(await open.examine(within: .seconds(20))?.condition == .sound)
            #expect(try await open.sessions() == [])
        }
    }

    @Test("finds a path with characters that addresses reserve")
    func reserved() async throws {
        try await withTemporaryFolder { folder in
            let strange = folder + "/a?mode=rw#b%20"
            try FileManager.default.createDirectory(atPath: strange, withIntermediateDirectories: true)
            let path = try await makeJournal(in: strange)
            #expect(await examine(path)?.condition == .sound)
        }
    }

    @Test("finds damage without replacing the file")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write(
                String(repeating: "nonsense", count: 2000), to: "journal.sqlite", in: folder)
            let before = try content(of: folder)
            guard case .damaged? = await examine(path)?.condition else {
                Issue.record("\(String(describing: await examine(path)))")
                return
            }
            #expect(try content(of: folder) == before)
        }
    }

    @Test("knows a newer one, and one that wasn't closed")
    func unusual() async throws {
        try await withTemporaryFolder { folder in
            let path = try await makeJournal(in: folder)
            try TemporaryFolder.write("", to: "journal.sqlite-wal", in: folder)
            #expect(await examine(path)?.condition == .interrupted)
            try FileManager.default.removeItem(atPath: path + "-wal")
            try Database(path: path).execute("PRAGMA user_version = 999")
            #expect(await examine(path)?.condition == .newer)
        }
    }

    @Test("doesn't wait for a pipe or a folder in the place of the file")
    func wrongKind() async throws {
        try await withTemporaryFolder { folder in
            #expect(mkfifo(folder + "/journal.sqlite", 0o600) == 0)
            guard case .unreadable? = await examine(folder + "/journal.sqlite")?.condition,
                case .unreadable? = await examine(folder)?.condition
            else {
                Issue.record("A pipe or a folder passes for a journal.")
                return
            }
        }
    }

    @Test("names the process that has it locked", arguments: ["wal", "delete"])
    func locked(mode: String) async throws {
        try await withTemporaryFolder { folder in
            let path = try await makeJournal(in: folder)
            let script = """
                import sqlite3, sys
                database = sqlite3.connect(sys.argv[1], isolation_level=None)
                database.execute("PRAGMA journal_mode = " + sys.argv[2])
                database.execute("BEGIN EXCLUSIVE")
                print("locked", flush=True)
                sys.stdin.read()
                """
            try await Program(path: "/usr/bin/python3")
                .withRunning(["-c", script, path, mode], environment: [:], input: .open) { holder in
                    try await holder.waitForOutput("locked")
                    let found = try #require(await examine(path))
                    #expect(found.condition == .locked(process: holder.id))
                }
        }
    }

    @Test("ends when its time is over")
    func bounded() async throws {
        try await withTemporaryFolder { folder in
            let path = try await makeJournal(in: folder)
            let database = try Database(path: path)
            try database.execute(
                """
                CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
                SELECT i, hex(randomblob(50)) AS text FROM n; CREATE INDEX f ON filler(text)
                """)
            let journal = Journal(path: path) { _ in }
            #expect(await journal.examine(within: .zero)?.condition == .unfinished)
        }
    }
}
