import Foundation
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A command that prints a token", .timeLimit(.minutes(1)))
struct TokenCommandTests {
    private func withNetwork(
        time: Timekeeper = .system, _ body: (Network) async throws -> Void
    ) async throws {
        var configuration = try ClientConfiguration(host: "http://127.0.0.1:1")
        configuration.timekeeper = time
        try await withNx1Client(configuration) { nx1 async throws in try await body(nx1.network) }
    }

    /// A command that prints `t` and the number of its runs.
    private func counting(in folder: String) throws -> TokenCommand {
        try TokenCommand("echo x >>'\(folder)/runs'; echo t$(wc -l <'\(folder)/runs')")
    }

    @Test("runs once for all waiting requests, and again after its token was refused")
    func once() async throws {
        try await withTemporaryFolder { folder in
            try await withNetwork { network async throws in
                let command = try counting(in: folder)
                let signatures = try await withThrowingTaskGroup(of: Authorization.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await command.authorization(over: network) }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(signatures == [try .bearerToken("t1")])
                #expect(await command.discard(try .bearerToken("older")))
                #expect(try await command.authorization(over: network) == .bearerToken("t1"))
                #expect(await command.discard(try .bearerToken("t1")))
                #expect(try await command.authorization(over: network) == .bearerToken("t2"))
            }
        }
    }

    @Test("runs again before its token expires, if the token has an expiry")
    func expiry() async throws {
        let clock = ManualClock()
        let now = Int(clock.timekeeper.secondsSince1970())
        let token = unsignedToken(["exp": .number(JSONNumber(now + 100)), "iat": .number(JSONNumber(now))])
        try await withTemporaryFolder { folder in
            try await withNetwork(time: clock.timekeeperWithRealPauses) { network async throws in
                let command = try TokenCommand("echo x >>'\(folder)/runs'; echo ' \(token)'; echo")
                func runs() throws -> Int { try TemporaryFolder.read(folder + "/runs").utf8.count / 2 }
                #expect(try await command.authorization(over: network) == .bearerToken(token))
                clock.advance(by: .seconds(79))
                _ = try await command.authorization(over: network)
                #expect(try runs() == 1)
                clock.advance(by: .seconds(2))
                _ = try await command.authorization(over: network)
                #expect(try runs() == 2)
                clock.advance(by: .seconds(100))
                _ = try await command.authorization(over: network)
                _ = try await command.authorization(over: network)
                #expect(try runs() == 3, "a clock that is ahead makes it run once, not with every request")
            }
        }
    }

    @Test(
        "that fails is reported without the command or its output",
        arguments: [
            ("echo planted; exit 3", "exited with status 3"),
            ("kill -9 $$ # planted", "killed by signal 9"),
            ("echo planted here", "white space"), ("echo planted; echo more", "a newline"),
            ("true # planted", "is empty"), ("yes planted", "more than 64 KiB"),
        ])
    func wrong(text: String, reason: String) async throws {
        try await withNetwork { network async throws in
            let command = try TokenCommand(text)
            let error = await #expect(throws: Nx1Error.self) {
                try await command.authorization(over: network)
            }
            #expect(error?.code == .notSignedIn)
            #expect(error?.message.hasPrefix("The command that prints an access token ") == true)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.description.contains("planted") == false)
            #expect(error?.advice?.contains("NX1_ACCESS_TOKEN_COMMAND") == true)
        }
        #expect(throws: Nx1Error.self) { try TokenCommand(" \n") }
    }

    @Test("has an empty standard input")
    func noInput() async throws {
        try await withNetwork { network async throws in
            let command = try TokenCommand("cat; echo t")
            #expect(try await command.authorization(over: network) == .bearerToken("t"))
        }
    }

    @Test("isn't kept waiting by a background process that it started")
    func daemon() async throws {
        try await withTemporaryFolder { folder in
            try await withNetwork { network async throws in
                let command = try TokenCommand(
                    "setsid sh -c 'echo $$ >\(folder)/pid; exec sleep 600' & "
                        + "until [ -s \(folder)/pid ]; do :; done; echo t")
                #expect(try await command.authorization(over: network) == .bearerToken("t"))
                let left = try TemporaryFolder.read(folder + "/pid").dropLast()
                #expect(kill(try #require(Int32(left)), SIGKILL) == 0, "it was still there")
            }
        }
    }

    @Test("that takes too long is killed with its children", arguments: [true, false])
    func killed(isCancelled: Bool) async throws {
        try await withTemporaryFolder { folder in
            let script =
                "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >\(folder)/pid; sleep 600; sleep 600'; echo t"
            try await withNetwork { network async throws in
                let command = try TokenCommand(script, within: isCancelled ? .seconds(600) : .seconds(1))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            _ = try await command.authorization(over: network)
                            Issue.record("It ended well.")
                        } catch is CancellationError {
                            #expect(isCancelled)
                        } catch let error as Nx1Error {
                            #expect(error.message.contains("took longer than 1 second"))
                        }
                    }
                    let child = try await eventually("the command's child") {
                        (try? TemporaryFolder.read(folder + "/pid")).flatMap { Int32($0.dropLast()) }
                    }
                    if isCancelled { group.cancelAll() }
                    try await group.waitForAll()
                    try await eventually("the child's end") { kill(child, 0) != 0 }
                }
            }
        }
    }
}
