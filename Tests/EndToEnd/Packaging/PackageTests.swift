import TestSupport
import Testing

/// Checks parts of the package that need no release build. `.ci/judge-package` checks the whole package.
@Suite("The package")
struct PackageTests {
    @Test("recommends what nx1sh can do without, and fills every placeholder of its control file")
    func control() throws {
        let control = try RepositoryFile.text(".ci/packaging/control")
        let fields = Dictionary(
            control.split(separator: "\n").filter { !$0.hasPrefix(" ") }.compactMap { line in
                line.firstRange(of: ": ").map {
                    (String(line[..<$0.lowerBound]), String(line[$0.upperBound...]))
                }
            }, uniquingKeysWith: { first, _ in first })
        #expect(fields["Package"] == "nx1sh")
        #expect(fields["Recommends"] == "ca-certificates, less")
        #expect(fields["Suggests"] == "bash-completion")
        #expect(control.split(separator: "\n").allSatisfy { $0.count <= 79 })
        let script = try RepositoryFile.text(".ci/package")
        for placeholder in control.matches(of: #/@[A-Z]+@/#).map(\.output) {
            #expect(script.contains("control/\(placeholder)/"), "\(placeholder) isn't replaced")
        }
    }

    @Test("contains a manual page of nx1-sandbox that lists every option and passes man and mandoc")
    func sandboxPage() async throws {
        let path = RepositoryFile.path("completions/nx1-sandbox.1")
        let lint = try await Program(path: "/usr/bin/mandoc").run(["-T", "lint", "-W", "warning", path])
        #expect(lint.output + lint.errors == "")
        let page = try await Program(path: "/usr/bin/man").run(
            ["--warnings", "--local-file", path],
            environment: [
                "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MAN_KEEP_FORMATTING": "", "PATH": "/usr/bin:/bin",
            ])
        #expect(page.errors == "")
        let help = try await Program(named: "nx1-sandbox").run(["--help"]).output
        let options = help.matches(of: #/^ +(?:-h, )?(--[a-z-]+)/#.anchorsMatchLineEndings()).map(\.1)
        #expect(options.count > 5)
        for option in options { #expect(page.output.contains(option), "\(option)") }
    }

    @Test("states the licence and the copyright of every linked library")
    func copyright() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(
                "Licence: Apache License\n", to: "checkouts/swift-a/LICENSE.txt", in: folder)
            try TemporaryFolder.write(
                "Copyright 2020 The A Project\n", to: "checkouts/swift-a/NOTICE.txt", in: folder)
            try TemporaryFolder.write("", to: "checkouts/swift-a/Sources/A/a.swift", in: folder)
            try TemporaryFolder.write(
                """
                Apache License
                ## Runtime Library Exception to the Apache 2.0 License: ##
                As an exception …
                """, to: "checkouts/swift-b/LICENSE.txt", in: folder)
            try TemporaryFolder.write(
                "// Copyright (c) 2021 The authors of B\n", to: "checkouts/swift-b/Sources/B/b.swift",
                in: folder)
            try TemporaryFolder.write("", to: "checkouts/unused/Sources/Unused/u.swift", in: folder)
            try TemporaryFolder.write(
                """
                {"pins": [
                    {"location": "https://a.example/swift-a.git", "state": {"version": "1.2.3"}},
                    {"location": "https://a.example/swift-b", "state": {"revision": "abc"}}
                ]}
                """, to: "resolved", in: folder)
            try TemporaryFolder.write("/x/A.build/a.o\n/x/B.build/b.o\n", to: "linked", in: folder)
            let outcome = try await Program(path: RepositoryFile.path(".ci/packaging/copyright")).run(
                ["checkouts", "resolved", "linked"],
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"],
                home: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.output.contains(
                    """
                    swift-a 1.2.3
                      Copyright 2020 The A Project
                      Licence: Apache-2.0

                    swift-b abc
                      Copyright (c) 2021 The authors of B
                      Licence: Apache-2.0 with Runtime Library Exception

                    """))
            #expect(outcome.output.contains("As an exception …"))
            #expect(!outcome.output.contains("unused"))

            try TemporaryFolder.write(
                "All rights reserved.\n", to: "checkouts/swift-a/LICENSE.txt", in: folder)
            let refused = try await Program(path: RepositoryFile.path(".ci/packaging/copyright")).run(
                ["checkouts", "resolved", "linked"],
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"],
                home: folder)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("The licence of swift-a is not Apache-2.0"))
        }
    }
}
