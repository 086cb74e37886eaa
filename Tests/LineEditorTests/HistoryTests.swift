import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("history")
    struct HistoryTests {
        private static let up = "\u{1B}[A"
        private static let down = "\u{1B}[B"

        private func withHistory<Value>(
            in folder: String? = nil, _ body: (Desk) async throws -> Value
        ) async throws -> Value {
            try await withDesk(folder: folder) { configuration, folder in
                configuration.historyFile = folder + "/deep/history"
            } _: {
                try await body($0)
            }
        }

        private func mode(of path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }

        @Test("arrows recall entries with all their rows, including those of an earlier editor")
        func recall() async throws {
            try await withHistory { first in
                first.editor.remember("older")
                first.editor.remember("two\nrows \\ and a\\nb")
                await first.editor.close()
                try await withHistory(in: first.folder) { second in
                    try await second.reads(.line("two\nrows \\ and a\\nb!")) { terminal in
                        terminal.type(Self.up + Self.up)
                        try await terminal.waits(forRow: "> older")
                        terminal.type(Self.down)
                        try await terminal.waits(forRows: ["> two", "rows \\ and a\\nb"])
                        terminal.type("!\r")
                    }
                }
            }
        }

        @Test("an entry longer than any buffer is recalled completely")
        func long() async throws {
            let entry = (1...400).map { "row \($0)" }.joined(separator: "\n")
            try await withHistory { first in
                first.editor.remember(entry)
                await first.editor.close()
                try await withHistory(in: first.folder) { second in
                    try await second.reads(.line(entry)) { $0.type(Self.up + "\r") }
                }
            }
        }

        @Test("the file has mode 0600 and its folder 0700, and a readable file is restricted")
        func modes() async throws {
            try await withHistory { desk in
                desk.editor.remember("private")
                await desk.editor.close()
                #expect(try mode(of: desk.historyFile) == 0o600)
                #expect(try mode(of: desk.folder + "/deep") == 0o700)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: desk.historyFile)
                try await withHistory(in: desk.folder) { again in
                    again.editor.remember("still private")
                    await again.editor.close()
                }
                #expect(try mode(of: desk.historyFile) == 0o600)
            }
        }

        @Test("two editors at the same time lose none of each other's entries")
        func together() async throws {
            try await withHistory { one in
                try await withHistory(in: one.folder) { other in
                    for number in 1...200 {
                        one.editor.remember("one \(number)")
                        other.editor.remember("other \(number)")
                    }
                    await other.editor.close()
                }
                await one.editor.close()
                let lines = try String(contentsOfFile: one.historyFile, encoding: .utf8).split(
                    separator: "\n")
                let wanted = (1...200).flatMap { ["one \($0)", "other \($0)"] }
                #expect(Set(lines.map(String.init)) == Set(wanted) && lines.count == wanted.count)
            }
        }

        @Test("repeated and empty entries, and those that start with a space, aren't kept")
        func unwanted() async throws {
            try await withHistory { desk in
                for entry in ["a", "a", "", " secret", "b", "a"] { desk.editor.remember(entry) }
                await desk.editor.close()
                let content = try String(contentsOfFile: desk.historyFile, encoding: .utf8)
                #expect(content == "a\nb\na\n")
            }
        }

        @Test("Ctrl-R finds an entry by a part of it")
        func search() async throws {
            try await withDesk { desk in
                for entry in ["select orders", "other", "thing"] { desk.editor.remember(entry) }
                try await desk.reads(.line("select orders")) { terminal in
                    terminal.type("\u{12}ord")
                    try await terminal.waits(for: "the found entry") { $0.rows.first == "> select orders" }
                    terminal.type("\r")
                }
            }
        }

        @Test("an unusable history file is reported once, and lines still work")
        func unusable() async throws {
            try await withDesk { configuration, folder in
                // A folder in place of the file.
                try FileManager.default.createDirectory(
                    atPath: folder + "/history", withIntermediateDirectories: true)
                configuration.historyFile = folder + "/history"
            } _: { desk in
                try await desk.reads(.line("first")) { terminal in
                    try await terminal.waits(for: "the sentence") { picture in
                        let rows = picture.rows.joined()
                        return rows.contains("Couldn't read the history file ")
                            && rows.contains(": it is a folder. History is kept only for this session.")
                    }
                    terminal.type("first\r")
                }
                desk.editor.remember("first")
                try await desk.reads(.line("first")) { $0.type(Self.up + "\r") }
                let text = String(decoding: desk.terminal.picture.transcript, as: UTF8.self)
                #expect(text.ranges(of: "history file").count == 1)
            }
        }

        @Test("the configured handler receives the sentence")
        func ownWords() async throws {
            let (sentences, told) = AsyncStream<String>.makeStream()
            try await withDesk { configuration, _ in
                configuration.historyFile = "/dev/null/history"
                configuration.historyFailed = { told.yield($0) }
            } _: { desk in
                desk.editor.remember("one")
                desk.editor.remember("two")
                await desk.editor.close()
                told.finish()
                let all = await sentences.reduce(into: []) { $0.append($1) }
                #expect(
                    all == [
                        "Couldn't read the history file /dev/null/history: part of the path isn't a folder. "
                            + "History is kept only for this session."
                    ])
                #expect(desk.terminal.picture.transcript.isEmpty)
            }
        }
    }
}
