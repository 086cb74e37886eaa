import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("A team's folder, cloned with git")
struct TeamFolderTests {
    private static let files = [
        ".nx1/questions/weekly.md": """
        ---
        summary: the ships of the week
        crew: harbour
        set: {port: Hamburg}
        ---
        Which ships were late in week {week=47}?
        """,
        ".nx1/questions/late.md": "How many orders from {region} shipped late?\n",
        ".nx1/questions/stock.md": "---\ntemplate: Stock check\nset: {mode: quick}\n---\n",
        ".nx1/crews/harbour/agents.yaml": """
        watcher:
          role: "{port} Watcher"
          goal: Notice ships that wait
          backstory: You have watched harbours for years.
        """,
        ".nx1/crews/harbour/tasks.yaml": """
        watch:
          description: "Answer for {port}: {question}"
          expected_output: A list
          agent: watcher
        """,
        "sub/folder/notes.txt": "",
    ]

    /// Runs lines of /bin/sh(1) with the program as `$NX1SH`, in a folder with a clone of the team's repository.
    private func inClone(_ lines: String) async throws -> ProgramOutcome {
        let program = try Program(named: "nx1sh")
        return try await withTemporaryFolder { folder in
            for (name, text) in Self.files {
                try TemporaryFolder.write(text, to: "team/\(name)", in: folder)
            }
            let script = """
                set -e
                cd team; git init -q; git add .
                git -c user.name=A -c user.email=a@team.example commit -qm 'Add our questions'
                cd ..; git clone -q team clone; cd clone
                set +e
                \(lines)
                """
            return try await Program(path: "/bin/sh").run(
                ["-c", script],
                environment: ["PATH": "/usr/bin:/bin", "NX1SH": program.path + " --sandbox"], home: folder)
        }
    }

    @Test("provides its questions and its crew at once, in all of its folders")
    func works() async throws {
        let outcome = try await inClone(
            """
            $NX1SH -o json -c :weekly -c ':weekly week=48'
            cd sub/folder
            $NX1SH -o json ':late region=north'
            $NX1SH -o json ':stock warehouse=AB'
            $NX1SH -o csv ':define' | cut -d, -f1-3
            """)
        let lines = outcome.output.split(separator: "\n")
        let records = try lines.filter { $0.hasPrefix("{") }.map { try JSONValue(parsing: Array($0.utf8)) }
        try #require(records.count == 4, "\(outcome.errors)")
        #expect(records.map { $0["status"] } == Array(repeating: "completed", count: 4), "\(outcome.errors)")
        #expect(records.map { $0["crew"] } == ["harbour", "harbour", "ask", "Stock check"])
        #expect(
            records.first?["result"]?.string?.contains(
                "Answer for Hamburg: Which ships were late in week 47?") == true)
        #expect(records[1]["input"]?["question"] == "Which ships were late in week 48?")
        #expect(records[2]["input"] == ["question": "How many orders from north shipped late?"])
        #expect(records[3]["input"] == ["mode": "quick", "warehouse": "AB"])
        #expect(
            lines.suffix(4) == [
                "question,summary,crew", ":late,How many orders from {region} shipped late?,",
                ":stock,,template:Stock check", ":weekly,the ships of the week,harbour",
            ])
    }

    @Test(
        "doesn't apply elsewhere: its questions aren't commands, and the message names the searched folders"
    )
    func elsewhere() async throws {
        let outcome = try await inClone("mkdir ../other; cd ../other; $NX1SH :weekly; echo $?")
        #expect(outcome.output == "2\n")
        #expect(outcome.errors.contains("No saved question has that name. Looked in "), "\(outcome.errors)")
        #expect(outcome.errors.contains("/other/.nx1/questions"))
        #expect(outcome.errors.contains("/.nx1/shell/questions"))
    }

    @Test("has values for its questions' placeholders in a script too, or reports the missing one")
    func missing() async throws {
        let outcome = try await inClone("$NX1SH :late; echo $?; $NX1SH :stock; echo $?")
        #expect(outcome.output == "2\n2\n")
        #expect(outcome.errors.contains("region"), "\(outcome.errors)")
        #expect(outcome.errors.contains("warehouse (Warehouse) needs a value."))
    }

    @Test(
        "treats values that look like syntax as data",
        arguments: [
            #"north"; :quit"#, "{region}", "{month=May} {x}", "@/etc/passwd", "%1", "$(id)", ":quit", "a & b",
            "-- x", "| cat", "-o csv", "> x.csv",
        ])
    func data(value: String) async throws {
        let outcome = try await inClone(
            "cat >../line <<'END'\n:late region='\(value)'\nEND\n$NX1SH -o json -f ../line")
        let record = try #require(try outcome.records().first, "\(outcome.errors)")
        #expect(record["input"] == ["question": .string("How many orders from \(value) shipped late?")])
        #expect(outcome.status == 0)
    }
}
