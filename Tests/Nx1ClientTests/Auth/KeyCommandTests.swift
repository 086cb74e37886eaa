import Foundation
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A command that prints a pre-shared key", .timeLimit(.minutes(1)))
struct KeyCommandTests {
    private func withNetwork(_ body: (Network) async throws -> Void) async throws {
        try await withNx1Client(try ClientConfiguration(host: "http://127.0.0.1:1")) { nx1 async throws in
            try await body(nx1.network)
        }
    }

    @Test("authorizes requests with the key, and runs again after the key was refused")
    func key() async throws {
        try await withTemporaryFolder { folder in
            try await withNetwork { network async throws in
                let command = try KeyCommand(
                    "echo x >>'\(folder)/runs'; echo \" k$(wc -l <'\(folder)/runs') \"")
                for _ in 0..<3 {
                    #expect(try await command.authorization(over: network) == .preSharedKey("k1"))
                }
                #expect(await command.discard(try .preSharedKey("k1")))
                #expect(try await command.authorization(over: network) == .preSharedKey("k2"))
            }
        }
    }

    @Test(
        "that fails is reported without the command or its output",
        arguments: [
            ("echo planted >&2; exit 3", "exited with status 3."),
            ("kill -9 $$ # planted", "was killed by signal 9."),
            (
                "echo planted; echo more",
                "printed something unusable. The pre-shared key contains a newline after 7 characters."
            ),
            ("true # planted", "printed something unusable. The pre-shared key is empty."),
            ("yes planted", "printed more than 64 KiB."),
            ("sleep 600 # planted", "took longer than 0.3 seconds."),
            ("trap '' TERM INT HUP; while :; do sleep 600; done # planted", "took longer than 0.3 seconds."),
        ])
    func wrong(text: String, reason: String) async throws {
        try await withNetwork { network async throws in
            let limit: Duration = reason.contains("longer") ? .milliseconds(300) : .seconds(30)
            let command = try KeyCommand(text, within: limit)
            let error = await #expect(throws: Nx1Error.self) {
                try await command.authorization(over: network)
            }
            #expect(error?.code == .notSignedIn)
            #expect(error?.message == "The command that prints a pre-shared key \(reason)")
            #expect(
                error?.advice
                    == "Run it yourself to see why. It's set in NX1_API_KEY_COMMAND, or as api_key_command in the profile."
            )
        }
        let error = #expect(throws: Nx1Error.self) { try KeyCommand(" \n") }
        #expect(
            error?.description
                == "The command that prints a pre-shared key is empty. Set NX1_API_KEY_COMMAND, or api_key_command in the profile, to a command that prints it."
        )
    }

    @Test(
        "runs once for all processes that need the key at the same time, and again for later ones")
    func shared() async throws {
        try await withTemporaryFolder { folder in
            let text = "echo x >>'\(folder)/runs'; until [ -e '\(folder)/go' ]; do sleep 0.01; done; echo k"
            func runs() -> Int { (try? TemporaryFolder.read(folder + "/runs"))?.utf8.count ?? 0 }
            try await withNetwork { network async throws in
                // Each represents a process: they share nothing.
                let commands = try (0..<8).map { _ in try KeyCommand(text) }
                try await withThrowingTaskGroup(of: Authorization.self) { group in
                    for command in commands {
                        group.addTask { try await command.authorization(over: network) }
                    }
                    try await eventually("a host and seven guests") {
                        Self.sockets(of: text) == 8 && runs() == 2 ? () : nil
                    }
                    try TemporaryFolder.write("", to: "go", in: folder)
                    for try await authorization in group {
                        #expect(authorization == (try .preSharedKey("k")))
                    }
                }
                #expect(runs() == 2, "one run")
                _ = try await KeyCommand(text).authorization(over: network)
                #expect(runs() == 4)
            }
        }
    }

    /// The number of sockets that belong to a command: its host, and one per guest.
    private static func sockets(of text: String) -> Int {
        let environment = ProgramEnvironment.withoutSecrets(ProcessInfo.processInfo.environment)
        let name = SharedCommand(Secret(text), environment: environment).name
        return (try? TemporaryFolder.read("/proc/net/unix"))?.split(separator: "\n").count {
            $0.hasSuffix(name)
        } ?? 0
    }

    @Test("runs alone if another process holds its name without sending anything")
    func squatter() async throws {
        let text = "echo k # \(UInt64.random(in: 0 ... .max))"
        let environment = ProgramEnvironment.withoutSecrets(ProcessInfo.processInfo.environment)
        guard
            case .host(let squatter) = MeetingPoint.join(
                SharedCommand(Secret(text), environment: environment).name)
        else {
            Issue.record("no host")
            return
        }
        try await withNetwork { network async throws in
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Closes each connection without sending anything.
                    while !Task.isCancelled {
                        squatter.hand([])
                        try? await Task.sleep(for: .milliseconds(1))
                    }
                }
                let authorization = try? await KeyCommand(text).authorization(over: network)
                #expect(authorization == (try? .preSharedKey("k")))
                group.cancelAll()
            }
        }
        squatter.close()
    }

    @Test("fails at once if it reads from the terminal")
    func asking() async throws {
        try await withNetwork { network async throws in
            let command = try KeyCommand("read answer </dev/tty && echo k")
            let error = await #expect(throws: Nx1Error.self) {
                try await command.authorization(over: network)
            }
            #expect(error?.message.contains("longer") == false)
        }
    }

    @Test("runs in the next process if the one that ran it is killed")
    func stoppedHost() async throws {
        try await withTemporaryFolder { folder in
            let text = "echo x >>'\(folder)/runs'; until [ -e '\(folder)/go' ]; do sleep 0.01; done; echo k"
            func runs() -> Int { (try? TemporaryFolder.read(folder + "/runs"))?.utf8.count ?? 0 }
            try await withNetwork { network async throws in
                let (first, second) = (try KeyCommand(text), try KeyCommand(text))
                let host = Task { try await first.authorization(over: network) }
                try await eventually("the first run") { runs() == 2 ? () : nil }
                async let guest = second.authorization(over: network)
                host.cancel()
                try await eventually("the second run") { runs() == 4 ? () : nil }
                try TemporaryFolder.write("", to: "go", in: folder)
                #expect(try await guest == .preSharedKey("k"))
                await #expect(throws: CancellationError.self) { try await host.value }
            }
        }
    }
}

@Suite("The output of a command sent to another process")
struct CommandOutcomeTests {
    @Test("arrives unchanged", arguments: [CommandOutcome.Ending.exited(0), .exited(-7), .signaled(9)])
    func whole(ending: CommandOutcome.Ending) {
        let outcome = CommandOutcome(ending: ending, output: Array("k\n".utf8))
        #expect(CommandOutcome(outcome.bytes) == outcome)
    }

    @Test("is rejected if it's incomplete", arguments: [[], [0, 0, 0, 0], [2, 0, 0, 0, 0]] as [[UInt8]])
    func broken(bytes: [UInt8]) { #expect(CommandOutcome(bytes) == nil) }

    @Test("goes to all connected guests, and not to later ones")
    func meeting() async throws {
        let name = "test-\(UInt64.random(in: 0 ... .max))"
        guard case .host(let host) = MeetingPoint.join(name) else {
            Issue.record("no host")
            return
        }
        var guests: [MeetingPoint.Guest] = []
        for _ in 0..<100 {
            guard case .guest(let guest) = MeetingPoint.join(name) else {
                Issue.record("a second host")
                return
            }
            guests.append(guest)
        }
        let bytes = [UInt8](repeating: 7, count: CredentialCommand.largest + 5)
        host.hand(bytes)
        host.close()
        for guest in guests {
            #expect(try await guest.receive(at: .system) == bytes)
            guest.close()
        }
        guard case .host(let next) = MeetingPoint.join(name) else {
            Issue.record("the name is still taken")
            return
        }
        next.close()
        guard case .nobody = MeetingPoint.join(String(repeating: "n", count: 200)) else {
            Issue.record("a name that is too long for an address")
            return
        }
    }
}
