import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

/// The blocks of commands in the README and the guide's page about scripting, word for word, in a home with the files that
/// they name.
@Suite("A recipe")
struct RecipeTests {
    private static let questions = [
        "How many orders shipped late?", "Who ordered most?", "Why are they late?",
    ]

    @Test("with jq gives the lines' answers as columns, and asks a request for each line of a list")
    func jq() async throws {
        try await withKitchen { kitchen in
            let outcome = try await kitchen.cook("jq -Rc")
            let rows = outcome.output.split(separator: "\n")
            #expect(rows.prefix(3).map { $0.prefix { $0 != "#" } } == (1...3).map { "\($0)\tcompleted\t" })
            let records = try rows.dropFirst(3).map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(records.map { $0["id"]?.string } == ["orders", "shipments"])
            #expect(records.map { $0["status"]?.string } == ["completed", "completed"])
            #expect(outcome.errors == "")
            #expect(outcome.status == 0)
        }
    }

    @Test("with xargs asks about files, and asks again what has failed")
    func xargs() async throws {
        try await withKitchen { kitchen in
            let failed = try await kitchen.shell("nx1sh --set scenario=fail 'Why?'")
            #expect(failed.status == 1)
            let outcome = try await kitchen.cook("xargs -0 -P 4")
            let labels = try kitchen.text("labels.jsonl").split(separator: "\n")
                .map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(labels.compactMap { $0["input"]?["text"]?.string }.sorted() == ["# One\n", "# Two\n"])
            #expect(labels.allSatisfy { $0["status"]?.string == "completed" })
            // It fails again, as it was asked to, and xargs says so.
            #expect(outcome.errors.hasPrefix("nx1sh: "), "\(outcome.errors)")
            #expect(outcome.status == 123)
        }
    }

    @Test("with cron writes the answer, and into its log nothing, with no variables and no PATH")
    func cron() async throws {
        try await withKitchen { kitchen in
            let block = try kitchen.block(with: "/usr/bin/nx1sh -q -p batch")
            let line = try #require(block.split(separator: " ", maxSplits: 5).last)
            let command = String(line).replacing(
                "/usr/bin/nx1sh", with: try Program(named: "nx1sh").path)
            let outcome = try await Program(path: "/bin/sh").run(["-c", command], home: kitchen.home)
            #expect(outcome.status == 0)
            #expect(try kitchen.text("late.log") == "")
            #expect(try kitchen.text("late.md").hasPrefix("## Late orders by month\n"))
        }
    }

    @Test("for CI goes by the exit status: an answer, a key that is no longer good, a run that takes longer")
    func continuousIntegration() async throws {
        let sign = "case $status in"
        try await withKitchen { kitchen in
            let answered = try await kitchen.cook(sign)
            #expect(answered.output.hasPrefix("## Late orders by month\n"))
            #expect(answered.status == 0)
            let refused = try await kitchen.shell("NX1_API_KEY=planted-old\n" + kitchen.block(with: sign))
            #expect(refused.errors.hasSuffix("The key is no longer good.\n"))
            #expect(refused.status == 4)
        }
        try await withKitchen(speed: 1) { kitchen in
            let impatient = try kitchen.block(with: sign)
                .replacing("--deadline 600 -o json", with: "--deadline 0.3 -o json")
            let late = try await kitchen.shell(impatient)
            #expect(late.errors.contains("is still running after the deadline"))
            #expect(late.output.hasPrefix("## Late orders by month\n"))
            #expect(late.status == 0)
        }
    }

    @Test("of the README works as printed")
    func readme() async throws {
        try await withKitchen { kitchen in
            let jq = try await kitchen.cook("jq -r '[.line", from: "README.md")
            #expect(jq.output.components(separatedBy: "\tcompleted\t").count == 4, "\(jq.errors)")
            let rows = try await kitchen.cook("--each regions.csv", from: "README.md")
            #expect(rows.status == 0, "\(rows.errors)")
            #expect(try kitchen.text("late.csv").hasPrefix("region,"))
            let notes = try await kitchen.cook("@- <notes.md", from: "README.md")
            #expect(notes.output.contains("| # Notes"), "\(notes.errors)")
            let answered = try await kitchen.cook("case $status in", from: "README.md")
            #expect(answered.output.hasPrefix("## Late orders by month\n"))
            #expect(answered.status == 0)
        }
    }

    @Test("for many lines writes answers and records, and asks once in a batch")
    func manyLines() async throws {
        try await withKitchen { kitchen in
            for _ in 1...2 {
                let outcome = try await kitchen.cook("--batch orders")
                let records = try outcome.output.split(separator: "\n").map {
                    try JSONValue(parsing: Array($0.utf8))
                }
                #expect(records.map { $0["id"]?.string } == ["a", "b"])
                #expect(outcome.errors == "")
                #expect(outcome.status == 0)
            }
            #expect(try kitchen.text("answers.txt").components(separatedBy: "## Late orders").count == 4)
            let lines = try kitchen.text("answers.jsonl").split(separator: "\n")
            #expect(try lines.map { try JSONValue(parsing: Array($0.utf8))["line"]?.int } == [1, 2, 3])
            let asked = try await kitchen.shell("nx1sh -o json ':runs --limit 100' | jq length")
            // Twice three and two, and once the batch's three.
            #expect(asked.output == "13\n")
        }
    }

    /// A home folder with what the recipes need, and a service.
    private struct Kitchen {
        let home: String
        let environment: [String: String]

        /// The block of commands that contains a text.
        func block(with text: String, in file: String = Self.page) throws -> String {
            let blocks = try RepositoryFile.text(file).split(separator: "```\n").map(String.init)
            return try #require(blocks.first { $0.contains(text) && !$0.contains("\n#") })
        }

        private static let page = "Sources/nx1sh/nx1sh.docc/Scripting.md"

        /// Runs that block.
        func cook(_ text: String, from file: String = Self.page) async throws -> ProgramOutcome {
            try await shell(block(with: text, in: file))
        }

        func shell(_ commands: String) async throws -> ProgramOutcome {
            try await Program(path: "/bin/bash").run(
                ["-c", commands], environment: environment, home: home)
        }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: home + "/" + name, encoding: .utf8)
        }
    }

    private func withKitchen(speed: Double = 50, _ body: @Sendable (Kitchen) async throws -> Void)
        async throws
    {
        let bin = URL(filePath: try Program(named: "nx1sh").path).deletingLastPathComponent().path
        try await withSandbox(.init(speed: speed)) { sandbox in
            try await withTemporaryFolder { home in
                let profiles = "batch: {host: '\(sandbox.host)', api_key: '\(sandbox.apiKey)'}\n"
                let files = [
                    ".nx1/profiles": profiles, "docs/one.md": "# One\n", "docs/two.md": "# Two\n",
                    "questions.txt": Self.questions.map { $0 + "\n" }.joined(),
                    "tables.txt": "orders\nshipments\n", "notes.md": "# Notes\n",
                    "regions.csv": "region\nnorth\nsouth\n",
                    "requests.jsonl": #"{"crew": "ask", "input": {"question": "Why?"}, "id": "a"}"# + "\n"
                        + #"{"input": {"question": "When?"}, "id": "b"}"# + "\n",
                ]
                for (name, text) in files { try TemporaryFolder.write(text, to: name, in: home) }
                let environment = [
                    "NX1_HOST": sandbox.host, "NX1_API_KEY": sandbox.apiKey, "PATH": bin + ":/usr/bin:/bin",
                ]
                try await body(Kitchen(home: home, environment: environment))
            }
        }
    }
}
