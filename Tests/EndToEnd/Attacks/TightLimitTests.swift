import Nx1Client
import TestSupport
import Testing

@Suite("Tight limits")
struct TightLimitTests {
    @Test("on open files are reported if they are too low, and allow an answer otherwise")
    func openFiles() async throws {
        try await withShellOnSandbox { shell in
            for limit in [5, 8, 10, 12, 14, 16, 18, 20, 22] {
                let outcome = try await shell.runInShell("ulimit -n \(limit); exec \"$0\" -q 'How many?'")
                #expect(outcome.status == 2, "\(limit): \(outcome.errors)")
                #expect(
                    outcome.errors
                        == "nx1sh: The limit of \(limit) open files is too low. Raise it to 64 or more (ulimit -n 64).\n"
                )
            }
            for limit in [24, 32, 64] {
                let outcome = try await shell.runInShell("ulimit -n \(limit); exec \"$0\" -q 'How many?'")
                #expect(outcome.status == 0, "\(limit): \(outcome.errors)")
                let inside = try await shell.runInShell(
                    "unset NX1_HOST NX1_API_KEY; ulimit -n \(limit); exec \"$0\" -q --sandbox :ping")
                #expect(inside.status == 0, "\(limit): \(inside.errors)")
            }
        }
    }

    @Test(
        "on open files make parallel runs wait for each other, and each gets its answer",
        arguments: [24, 32, 64])
    func openFilesOfManyRuns(limit: Int) async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.runInShell(
                "for i in $(seq 40); do echo Question $i; done | (ulimit -n \(limit); exec \"$0\" -j 40)")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("The limit on open files (ulimit -n) allows only "))
            #expect(outcome.output.split(separator: "\n").count { $0.hasPrefix("> Question ") } == 40)
        }
    }

    #if os(Linux)
        @Test(
            "on memory that leave no room for threads are reported at once",
            arguments: ["-d 12000", "-d 20000"])
        func memory(limit: String) async throws {
            let outcome = try await ShellProgram().runInShell("ulimit \(limit); exec \"$0\" --sandbox :ping")
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(
                outcome.errors.hasPrefix(
                    "nx1sh: Too few threads: the limits on memory or processes are too low."))
        }
    #endif

    @Test("on open files are raised if they are soft limits")
    func raised() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.runInShell("ulimit -Sn 8; exec \"$0\" -q 'How many?'")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    @Test("on file size affect only the journal")
    func fileSize() async throws {
        try await withShellOnSandbox { shell in
            for blocks in [0, 1, 8] {
                let outcome = try await shell.runInShell(
                    "ulimit -f \(blocks); exec \"$0\" -q 'How many?' | cat")
                #expect(outcome.signal == nil, "\(blocks): \(outcome.errors)")
                #expect(!outcome.output.isEmpty, "\(blocks): \(outcome.errors)")
            }
        }
    }

    #if os(Linux)
        @Test(
            "on space are reported, and never exit with status 0",
            arguments: [
                "\"$0\" -q 'How many?' >/dev/full", "\"$0\" -q --events /dev/full 'How many?'",
                "\"$0\" -q -c 'How many?' -c ':save --force /dev/full'", "\"$0\" -q :crew >/dev/full",
                "\"$0\" --help >/dev/full", "\"$0\" --version >/dev/full",
                "\"$0\" -q -o json :ping >/dev/full",
            ])
        func noRoom(line: String) async throws {
            try await withShellOnSandbox { shell in
                let outcome = try await shell.runInShell(line)
                #expect(outcome.signal == nil && outcome.status != 0, "\(outcome.errors)")
                #expect(outcome.errors.contains("no space left on device"), "\(outcome.errors)")
            }
        }

        @Test("on /proc, where the command line is read, are reported")
        func noProcesses() async throws {
            let line =
                "unshare -rm sh -c 'mount -t tmpfs none /proc 2>/dev/null && exec \"$0\" \"$@\"' \"$0\" --version || echo $?"
            let outcome = try await ShellProgram(environment: ["PATH": "/usr/bin:/bin"]).runInShell(line)
            // Without the permission to mount, this can't be tested.
            if outcome.errors.contains("unshare") || outcome.output == "1\n" { return }
            #expect(outcome.output == "2\n", "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("nx1sh: Couldn't read the command line: /proc is missing"))
        }

        @Test("on space for standard error don't affect the answer")
        func noRoomForMessages() async throws {
            try await withShellOnSandbox { shell in
                let outcome = try await shell.runInShell(
                    "\"$0\" -vv --progress always 'How many?' 2>/dev/full")
                #expect(outcome.signal == nil)
                #expect(outcome.status == 0)
                #expect(!outcome.output.isEmpty)
            }
        }
    #endif
}
