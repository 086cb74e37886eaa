import Foundation
import TestSupport
import Testing

@Suite("The greeting")
struct GreetingTests {
    /// The rows above the first prompt of a shell in the folder `directory` of `home`.
    private func greeting(home: String, in directory: String = ".") async throws -> [String] {
        let program = try Program(named: "nx1sh")
        return try await withTerminal(
            home: home,
            command: ["sh", "-c", "cd \"$0\" && exec \"$1\" --sandbox", home + "/" + directory, program.path]
        ) { terminal in
            try await terminal.waitFor(prompt: "ask> ")
            return try await terminal.screen()
        }
    }

    @Test("announces an upgrade on one line, once, to people with a history")
    func upgrade() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write(
                "_HiStOrY_V2_\nHello\n", to: ".nx1/shell/history", in: home, mode: 0o600)
            let first = try await greeting(home: home)
            #expect(first.count == 3)
            #expect(first[1].hasPrefix("New in 0."))
            #expect(first[1].hasSuffix("More: :help changelog"))
            #expect(first[1].count < 80)
            #expect(try await greeting(home: home).count == 2)
            #expect(try TemporaryFolder.read(home + "/.nx1/shell/version").hasPrefix("0."))
        }
    }

    @Test("announces nothing to a new person, nor in a home that can't be written")
    func newPerson() async throws {
        try await withTemporaryFolder { home async throws in
            #expect(try await greeting(home: home).count == 2)
            #expect(try await greeting(home: home).count == 2)
        }
        try await withTemporaryFolder { home in
            try TemporaryFolder.write(
                "_HiStOrY_V2_\nHello\n", to: ".nx1/shell/history", in: home, mode: 0o600)
            try TemporaryFolder.write("", to: ".nx1/shell/version/file", in: home)
            let rows = try await greeting(home: home)
            #expect(!rows.contains { $0.hasPrefix("New in") }, "\(rows)")
        }
    }

    @Test("says which questions and crews come from the project, from any folder of it")
    func project() async throws {
        try await withTemporaryFolder { home in
            try TemporaryFolder.write("Which orders are late?\n", to: "shop/.nx1/questions/late.md", in: home)
            try TemporaryFolder.write("", to: "shop/reports/march.md", in: home)
            for directory in ["shop", "shop/reports"] {
                let rows = try await greeting(home: home, in: directory)
                let text = rows.joined(separator: " ")
                #expect(text.contains("Using 1 saved question (:define) from ~/shop/.nx1."), "\(rows)")
            }
            #expect(try await greeting(home: home).count == 2)
        }
    }
}
