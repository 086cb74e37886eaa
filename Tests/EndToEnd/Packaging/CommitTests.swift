import Foundation
import TestSupport
import Testing

/// Tests of `.ci/commit`, which writes the commit that `--version` prints, in separate source trees.
@Suite("The commit in the program's version")
struct CommitTests {
    private static let script = ".ci/commit"

    /// Calls a body with a folder that has the script and one source file.
    private func withTree(_ body: (Tree) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let script = try RepositoryFile.text(Self.script)
            try TemporaryFolder.write(script, to: ".ci/commit", in: folder, mode: 0o700)
            try TemporaryFolder.write(".ci/commit export-subst\n", to: ".gitattributes", in: folder)
            try TemporaryFolder.write("one\n", to: "Sources/one.swift", in: folder)
            try await body(Tree(folder: folder))
        }
    }

    @Test("is the current commit, and mentions uncommitted changes to the sources")
    func repository() async throws {
        try await withTree { tree in
            try await tree.commit()
            let commit = try await tree.git("rev-parse", "--short=12", "HEAD")
            #expect(try await tree.written() == Self.source(commit))
            try TemporaryFolder.write("notes\n", to: "notes", in: tree.folder)
            #expect(try await tree.written() == Self.source(commit))
            try TemporaryFolder.write("two\n", to: "Sources/two.swift", in: tree.folder)
            #expect(try await tree.written() == Self.source("\(commit), with changes"))
            try await tree.commit()
            let next = try await tree.git("rev-parse", "--short=12", "HEAD")
            #expect(next != commit)
            #expect(try await tree.written() == Self.source(next))
        }
    }

    @Test("is unknown without a repository, inside another repository, and before the first commit")
    func noRepository() async throws {
        try await withTree { tree in
            #expect(try await tree.written() == Self.source(nil))
            try await tree.commit()
            let inner = Tree(folder: tree.folder + "/unpacked")
            try TemporaryFolder.write(
                try RepositoryFile.text(Self.script), to: "unpacked/.ci/commit", in: tree.folder, mode: 0o700)
            #expect(try await inner.written() == Self.source(nil))
            try await inner.git("init", "--quiet")
            #expect(try await inner.written() == Self.source(nil))
        }
    }

    @Test("is known in an archive created by git")
    func archive() async throws {
        try await withTree { tree in
            try await tree.commit()
            let commit = try await tree.git("rev-parse", "--short", "HEAD")
            try await tree.git("archive", "--output=archive.tar", "--prefix=unpacked/", "HEAD")
            _ = try await Program(path: "/bin/tar").run(["-xf", "archive.tar"], home: tree.folder)
            #expect(
                try await Tree(folder: tree.folder + "/unpacked").written()
                    == Self.source(commit))
        }
    }

    @Test("is rewritten only if it changed, so that nothing is recompiled")
    func unchanged() async throws {
        try await withTree { tree in
            _ = try await tree.written()
            let written = try tree.timeOfWriting()
            _ = try await tree.written()
            #expect(try tree.timeOfWriting() == written)
        }
    }

    @Test("The compiler's version is read from what the compiler prints, and unknown without one")
    func compiler() async throws {
        try await withTree { tree in
            try TemporaryFolder.write(
                "#!/bin/sh\nprintf 'driver 1.2 Swift version 6.3.1 (swift-6.3.1-RELEASE)\\nTarget: x\\n'\n",
                to: "compiler", in: tree.folder, mode: 0o700)
            #expect(try await tree.written("./compiler") == Self.source(nil, compiler: "Swift 6.3.1"))
            #expect(try await tree.written("./missing") == Self.source(nil))
        }
    }

    /// What the script writes about a commit and a compiler.
    private static func source(_ commit: String?, compiler: String? = nil) -> String {
        [("builtCommit", commit), ("builtCompiler", compiler)].map { name, value in
            "let \(name): String? = \(value.map { "\"\($0)\"" } ?? "nil")\n"
        }.joined()
    }

    private struct Tree {
        let folder: String

        /// Runs the script, and returns the file that it wrote.
        func written(_ compiler: String...) async throws -> String {
            let outcome = try await Program(path: "/bin/sh").run(
                [".ci/commit", "commit.swift"] + compiler, environment: environment, home: folder)
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            return try TemporaryFolder.read(folder + "/commit.swift")
        }

        func timeOfWriting() throws -> Date? {
            try FileManager.default.attributesOfItem(atPath: folder + "/commit.swift")[.modificationDate]
                as? Date
        }

        func commit() async throws {
            try await git("init", "--quiet")
            try await git("add", ".ci", ".gitattributes", "Sources")
            try await git(
                "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "commit", "--quiet",
                "--message=A commit")
        }

        @discardableResult
        func git(_ arguments: String...) async throws -> String {
            let outcome = try await Program(path: "/usr/bin/git").run(
                arguments, environment: environment, home: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.trimmingCharacters(in: .newlines)
        }

        private var environment: [String: String] { ["PATH": "/usr/local/bin:/usr/bin:/bin"] }
    }
}
