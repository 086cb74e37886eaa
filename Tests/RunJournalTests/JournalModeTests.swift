import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("A journal without shared memory")
struct JournalModeTests {
    private func journal(_ path: String, on system: PoorFileSystem? = nil) -> Journal {
        Journal(JournalFile(path: path, fileSystem: system?.name), patience: .seconds(30)) {
            Issue.record("\($0)")
        }
    }

    private func mode(of path: String) throws -> String? {
        try Database(path: path).text("PRAGMA journal_mode")
    }

    private func questions(_ journal: Journal) async throws -> Set<String?> {
        Set(try #require(try await journal.runs(JournalQuery(limit: 1000))).map(\.question))
    }

    @Test("is created, read and written", arguments: PoorFileSystem.allCases)
    func works(system: PoorFileSystem) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            let entry = JournalEntry.asking("one")
            try await journal(path, on: system).begin([entry])
            #expect(try await journal(path, on: system).runs(JournalQuery()) == [entry])
            #expect(try mode(of: path) == "delete")
        }
    }

    @Test(
        "is unchanged by a machine with shared memory; both write, and neither damages it",
        arguments: PoorFileSystem.allCases)
    func remembered(system: PoorFileSystem) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            try await journal(path, on: system).begin([.asking("first")])
            let (poor, rich) = (journal(path, on: system), journal(path))
            for number in 0..<50 {
                #expect(try await poor.begin(.asking("poor \(number)")) == .written)
                #expect(try await rich.begin(.asking("rich \(number)")) == .written)
            }
            #expect(try mode(of: path) == "delete")
            let all = Set((0..<50).flatMap { ["poor \($0)", "rich \($0)"] } + ["first"])
            for journal in [rich, poor] { #expect(try await questions(journal) == all) }
            #expect(try Database(path: path).text("PRAGMA integrity_check") == "ok")
        }
    }

    @Test("keeps the runs from its time with a write-ahead log", arguments: PoorFileSystem.allCases)
    func converted(system: PoorFileSystem) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            try await journal(path).begin([.asking("with a log")])
            #expect(try mode(of: path) == "wal")
            #expect(try await journal(path, on: system).begin(.asking("without")) == .written)
            #expect(try mode(of: path) == "delete")
            #expect(try await questions(journal(path)) == ["with a log", "without"])
        }
    }

    @Test(
        "is left alone while another machine has it open with a write-ahead log",
        arguments: PoorFileSystem.allCases)
    func openElsewhere(system: PoorFileSystem) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            var elsewhere: Database? = try Database(path: path)
            #expect(try elsewhere?.text("PRAGMA journal_mode = WAL") == "wal")
            try await journal(path).begin([.asking("one")])
            #expect(try elsewhere?.number("SELECT count(*) FROM run") == 1)
            let warnings = Warnings()
            let poor = Journal(
                JournalFile(path: path, fileSystem: system.name), patience: .milliseconds(20)
            ) { warnings.add($0) }
            #expect(try await poor.begin(.asking("two")) == .kept)
            #expect(
                warnings.all.map { $0.contains("can't be used now: another program has it locked.") }
                    == [true])
            #expect(try elsewhere?.number("SELECT count(*) FROM run") == 1)
            elsewhere = nil
            #expect(await poor.end(within: .seconds(30)))
            #expect(try await questions(journal(path)) == ["one", "two"])
            #expect(try mode(of: path) == "delete")
        }
    }

    @Test("never has a write-ahead log on a network file system, and loses an existing one")
    func network() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            for hadLog in [false, true] {
                if hadLog {
                    try Database(path: path).execute("PRAGMA application_id = 0; PRAGMA journal_mode = WAL")
                }
                let journal = Journal(JournalFile(path: path, isOnNetwork: true), patience: .seconds(30)) {
                    Issue.record("\($0)")
                }
                #expect(try await journal.begin(.asking("log: \(hadLog)")) == .written)
                #expect(try mode(of: path) == "delete")
                #expect(try Database(path: path).number("PRAGMA application_id") == 0x6E78_3172)
            }
            #expect(try await questions(journal(path)) == ["log: false", "log: true"])
        }
    }

    @Test("gets its rollback journal back after an older program switched to a write-ahead log")
    func olderProgram() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            try await journal(path, on: .hasNoSharedMemory).begin([.asking("one")])
            try Database(path: path).execute("PRAGMA journal_mode = WAL")
            try await journal(path).begin([.asking("two")])
            #expect(try mode(of: path) == "delete")
        }
    }

    @Test("is on a network if the system says so")
    func fileSystems() {
        #expect(NetworkFileSystem.types.isSuperset(of: [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546]))
        // ext4, XFS, Btrfs, tmpfs, overlayfs
        #expect(
            NetworkFileSystem.types.isDisjoint(with: [
                0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630,
            ]))
        #expect(!NetworkFileSystem.contains("/proc") && !NetworkFileSystem.contains("/nonexistent"))
    }
}
