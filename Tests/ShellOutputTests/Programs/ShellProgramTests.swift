import Foundation
import TestSupport
import Testing

@testable import ShellOutput

@Suite("Programs started by the shell")
struct ShellProgramTests {
    @Test("A program gets the shell's environment without variables that may hold secrets")
    func environment() async throws {
        try await withTemporaryFolder { folder in
            let secret = "planted-4be81f6c0d"
            let environment = [
                "NX1_API_KEY": secret, "LAKEHOUSE_API_KEY": secret, "NX1_ACCESS_TOKEN": secret,
                "NX1_ACCESS_TOKEN_COMMAND": "printf \(secret)", "NX1_API_KEY_COMMAND": "printf \(secret)",
                "https_proxy": "http://ann:\(secret)@proxy.example:3128",
                "ALL_PROXY": "ann:a/\(secret)@proxy.example",
                "NX1_HOST": "a.example", "LESS": "M",
            ]
            let process = try #require(
                ShellProgram.start(["sh", "-c", "env >\"$0\"", folder + "/env"], environment: environment) {
                    _ in
                })
            var status: Int32 = 0
            while waitpid(process, &status, 0) == -1, errno == EINTR {}
            #expect(status == 0)
            let variables = try TemporaryFolder.read(folder + "/env")
            #expect(variables.contains("NX1_HOST=a.example\n"))
            #expect(variables.contains("LESS=M\n"))
            #expect(variables.contains("https_proxy=http://proxy.example:3128\n"))
            #expect(variables.contains("ALL_PROXY=proxy.example\n"))
            #expect(!variables.contains(secret), "\(variables)")
        }
    }

    @Test("A program inherits only the three standard file descriptors")
    func descriptors() async throws {
        try await withTemporaryFolder { folder in
            // Like a listening socket, without the close-on-exec flag.
            let socket = dup(1)
            defer { close(socket) }
            let process = try #require(
                ShellProgram.start(
                    ["sh", "-c", "ls /proc/self/fd >\"$0\"", folder + "/list"],
                    environment: ["PATH": "/usr/bin:/bin"]
                ) { _ in })
            var status: Int32 = 0
            while waitpid(process, &status, 0) == -1, errno == EINTR {}
            let list = try TemporaryFolder.read(folder + "/list").split(separator: "\n").compactMap {
                Int($0)
            }
            // ls itself opens the folder.
            #expect(list.count <= 4 && list.allSatisfy { $0 <= 3 }, "\(list)")
        }
    }
}
