import Foundation
import TestSupport
import Testing

@testable import LineEditor

@Suite("The history file")
struct HistoryFileTests {
    private func withFile(size: Int = 4, _ body: (HistoryFile) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "history-file-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(HistoryFile(path: folder + "/history", size: size))
    }

    @Test(
        "each entry is one line, and is read back unchanged",
        arguments: [
            ("plain", "plain"), ("two\nrows", "two\\nrows"), ("a\\nb", "a\\\\nb"), ("\r\n", "\\r\\n"),
            ("\\", "\\\\"),
            ("nul\0", "nul\\0"), ("日本 🦊", "日本 🦊"), ("\\\n\\", "\\\\\\n\\\\"),
        ])
    func codec(entry: String, line: String) {
        #expect(HistoryEntryCodec.line(for: entry) == line)
        #expect(HistoryEntryCodec.entry(of: line) == entry)
    }

    @Test(
        "an unescaped line is read unchanged",
        arguments: [("C:\\temp", "C:\\temp"), ("end\\", "end\\"), ("\\x\\n", "\\x\n")])
    func foreign(line: String, entry: String) {
        #expect(HistoryEntryCodec.entry(of: line) == entry)
    }

    @Test("a missing file is an empty history; blank lines and invalid UTF-8 are no errors")
    func odd() throws {
        try withFile { file in
            #expect(try file.load().isEmpty)
            try Data([0x61, 0xFF, 0x0A, 0x0A, 0x62]).write(to: URL(filePath: file.path))
            #expect(try file.load() == ["a\u{FFFD}", "b"])
        }
    }

    @Test("a file more than a quarter too long is trimmed to the newest entries, with mode 0600")
    func trims() throws {
        try withFile { file in
            for number in 1...5 { try file.append("entry\n\(number)") }
            #expect(try file.load() == (2...5).map { "entry\n\($0)" })
            #expect(try String(contentsOfFile: file.path, encoding: .utf8).hasPrefix("entry\\n1\n"))
            try file.append("entry\n6")
            #expect(try file.load() == (3...6).map { "entry\n\($0)" })
            #expect(try String(contentsOfFile: file.path, encoding: .utf8).hasPrefix("entry\\n3\n"))
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let folder = URL(filePath: file.path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["history"])
        }
    }

    @Test("trimming follows a symbolic link instead of replacing it")
    func link() throws {
        try withFile { file in
            let real = file.path + ".real"
            try Data(String(repeating: "x\ny\n", count: 10).utf8).write(to: URL(filePath: real))
            try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: real)
            #expect(try file.load().count == 4)
            #expect(try String(contentsOfFile: real, encoding: .utf8) == "x\ny\nx\ny\n")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.path) == real)
        }
    }

    @Test("trimming loses no entries that others append")
    func trimsWhileOthersAppend() async throws {
        let folder = NSTemporaryDirectory() + "history-file-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/history"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...4 {
                group.addTask {
                    let file = HistoryFile(path: path, size: 100)
                    for number in 1...100 { try file.append("\(writer):\(number)") }
                }
            }
            group.addTask {
                // Every load trims, because the file soon exceeds its size.
                let file = HistoryFile(path: path, size: 100)
                for _ in 1...100 { _ = try file.load() }
            }
            try await group.waitForAll()
        }
        // Only the oldest entries are trimmed: each writer's last entries remain, without gaps.
        let entries = try HistoryFile(path: path, size: 1000).load()
        #expect(entries.count >= 100)
        for writer in 1...4 {
            let numbers = entries.filter { $0.hasPrefix("\(writer):") }.compactMap { Int($0.dropFirst(2)) }
            #expect(numbers == Array((numbers.first ?? 101)..<101))
        }
    }

    @Test("a folder that can't be created is a failure with a sentence")
    func refused() throws {
        let file = HistoryFile(path: "/dev/null/x/history", size: 4)
        let failure = #expect(throws: HistoryFailure.self) { try file.append("x") }
        #expect(
            failure?.sentence
                == "Couldn't write the history file /dev/null/x/history: part of the path isn't a folder. "
                + "History is kept only for this session.")
    }

    @Test("a pipe or device in place of the file is a failure with a sentence, without waiting")
    func otherKinds() async throws {
        try await withTemporaryFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            for (path, kind) in [(pipe, "pipe"), ("/dev/zero", "device")] {
                let file = HistoryFile(path: path, size: 4)
                let failure = #expect(throws: HistoryFailure.self) { try file.load() }
                #expect(
                    failure?.reason
                        == "Couldn't read the history file \(path): it is a \(kind), not a regular file")
                #expect(throws: HistoryFailure.self) { try file.append("x") }
            }
            let none = HistoryFile(path: "/dev/null", size: 4)
            try none.append("x")
            #expect(try none.load().isEmpty)
        }
    }
}
