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

    @Test("signs with the key, and runs again when the key was refused")
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
        "that goes wrong gets a sentence, without what it is or what it printed",
        arguments: [
            ("echo planted >&2; exit 3", "ended with exit status 3."),
            ("kill -9 $$ # planted", "was ended by signal 9."),
            (
                "echo planted; echo more",
                "printed something else. The pre-shared key has a newline in it, after 7 characters."
            ),
            ("true # planted", "printed something else. The pre-shared key is empty."),
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
                    == "Run it by hand to see why. It is set in NX1_API_KEY_COMMAND, or as api_key_command in the profile."
            )
        }
        let error = #expect(throws: Nx1Error.self) { try KeyCommand(" \n") }
        #expect(error?.message == "The command that prints a pre-shared key is empty.")
    }

    @Test(
        "runs once for all processes that need the key at the same time, and again for those that come later")
    func shared() async throws {
        try await withTemporaryFolder { folder in
            let text = "echo x >>'\(folder)/runs'; until [ -e '\(folder)/go' ]; do sleep 0.01; done; echo k"
            func runs() -> Int { (try? TemporaryFolder.read(folder + "/runs"))?.utf8.count ?? 0 }
            try await withNetwork { network async throws in
                // Each stands for a process: nothing but the folder is common to them.
                let commands = try (0..<8).map { _ in try KeyCommand(text, sharedIn: folder + "/shell") }
                try await withThrowingTaskGroup(of: Authorization.self) { group in
                    for command in commands {
                        group.addTask { try await command.authorization(over: network) }
                    }
                    try await eventually("the first run") { runs() == 2 ? () : nil }
                    try await eventually("eight that wait") {
                        Self.holders(of: folder + "/shell/") == 8 ? () : nil
                    }
                    try TemporaryFolder.write("", to: "go", in: folder)
                    for try await authorization in group {
                        #expect(authorization == (try .preSharedKey("k")))
                    }
                }
                #expect(runs() == 2, "one run")
                let later = try KeyCommand(text, sharedIn: folder + "/shell")
                _ = try await later.authorization(over: network)
                #expect(runs() == 4)
                withExtendedLifetime(commands) {}
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/shell") {
                let text = try TemporaryFolder.read(folder + "/shell/" + name)
                #expect(text.allSatisfy { $0.isNumber || $0.isWhitespace }, "no key in \(name): \(text)")
            }
        }
    }

    /// How many have a file of the folder open: who waits for a lock has.
    private static func holders(of folder: String) -> Int {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.count {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?.hasPrefix(
                folder)
                ?? false
        }
    }

    @Test("runs where processes can't find each other, too", arguments: ["/proc/no/such", "/dev/null/x", ""])
    func noFolder(folder: String) async throws {
        try await withNetwork { network async throws in
            let command = try KeyCommand("echo k", sharedIn: folder)
            #expect(try await command.authorization(over: network) == .preSharedKey("k"))
        }
    }

    @Test("believes nothing in the lock's file that is no such record")
    func forgedOffer() async throws {
        try await withTemporaryFolder { folder in
            try await withNetwork { network async throws in
                _ = try await KeyCommand("echo k", sharedIn: folder).authorization(over: network)
                let name = try #require(
                    try FileManager.default.contentsOfDirectory(atPath: folder).first {
                        $0.hasSuffix(".lock")
                    })
                for forged in [
                    "", "1 1", "-1 -1", "99999999999999999999 0", "\(getpid()) 0", "\(getpid()) 1 2", "x y",
                ] {
                    try TemporaryFolder.write(forged, to: name, in: folder)
                    let command = try KeyCommand("echo k", sharedIn: folder)
                    #expect(try await command.authorization(over: network) == .preSharedKey("k"))
                }
            }
        }
    }
}

@Suite("What a command printed, handed to another process")
struct CommandRecordTests {
    private let fingerprint = SHA256.digest(of: [1])

    @Test("arrives as it was", arguments: [CommandOutcome.Ending.exited(0), .exited(-7), .signaled(9)])
    func whole(ending: CommandOutcome.Ending) {
        let record = CommandRecord(outcome: .init(ending: ending, output: Array("k\n".utf8)), ended: .max - 5)
        #expect(CommandRecord(record.bytes(fingerprint), of: fingerprint) == record)
        #expect(CommandRecord(record.bytes(fingerprint), of: SHA256.digest(of: [2])) == nil)
        #expect(CommandRecord(Array(record.bytes(fingerprint).prefix(44)), of: fingerprint) == nil)
    }
}
