import Foundation
import TestSupport

/// The scripts in `completions/`, and a home folder for testing them.
enum CompletionScripts {
    /// The folder of the scripts.
    static let folder = RepositoryFile.path("completions")

    /// Calls a body with a home folder that has profiles and files to complete, and an environment in which `nx1sh`
    /// is the built program.
    static func withHome(
        _ body: @Sendable (_ home: String, _ environment: [String: String]) async throws -> Void
    ) async throws {
        let program = URL(filePath: try Program(named: "nx1sh").path)
        try await withTemporaryFolder { home in
            let profiles = try TemporaryFolder.write(
                "default: {host: a.example}\ndev: {host: b.example}\ndemo: {host: c.example}\n",
                to: "my-profiles", in: home)
            try TemporaryFolder.write("Hello\n", to: "work/questions.txt", in: home)
            let path = program.deletingLastPathComponent().path + ":/usr/local/bin:/usr/bin:/bin"
            try await body(
                home,
                [
                    "HOME": home, "LANG": "C.UTF-8", "NX1_PROFILES_PATH": profiles, "PATH": path,
                    "TERM": "dumb",
                ])
        }
    }

    /// Command lines, and the candidates that every shell offers for them.
    static let cases: [(line: String, candidates: [String])] = [
        ("nx1sh --crew ", crews),
        ("nx1sh --crew data_", ["data_engineering", "data_suggestion"]),
        (
            "nx1sh -o ",
            [
                "auto", "code", "csv", "html", "json", "jsonl", "markdown", "table", "text", "tsv",
                "vertical",
            ]
        ),
        ("nx1sh --output j", ["json", "jsonl"]),
        ("nx1sh --progress a", ["always", "auto"]),
        ("nx1sh -p ", ["default", "demo", "dev"]),
        ("nx1sh -p de", ["default", "demo", "dev"]),
        ("nx1sh --sandbox --profile dem", ["demo"]),
        ("nx1sh -f work/q", ["work/questions.txt"]),
        ("nx1sh --api-key-file work/", ["work/questions.txt"]),
        ("nx1sh --api-key ", []),
        ("nx1sh --no-", ["--no-journal", "--no-rc", "--no-verify-ssl"]),
    ]

    static let crews = ["ask", "classification", "data_engineering", "data_suggestion", "semantic_model"]
}
