import Nx1Client
import TestSupport
import Testing

@Suite("The key")
struct SecretTests {
    private static let arguments = [
        ["Why?"], ["-vv", "--progress", "always", "Why?"], ["-o", "json", "--events", "-", "Why?"], [":auth"],
        ["-o", "json", ":auth"], [":ping"], [":crew"], [":crew nonsense"], [":result abc"],
        [":status 00000000-0000-4000-8000-000000000000"], [":profile"], [":login"], [":logout"],
        [":profile add dev host=x.example"],
    ]

    @Test("is never visible, whatever goes wrong", arguments: arguments)
    func unseen(arguments: [String]) async throws {
        for refusal in ServiceRefusalTests.refusals {
            try await withScriptedServer(Route("/", refusal.reply)) { server in
                let outcome = try await ShellProgram(host: server.host).run(["--deadline", "2"] + arguments)
                #expect(!outcome.output.contains(ShellProgram.plantedKey), "\(refusal.testDescription)")
                #expect(!outcome.errors.contains(ShellProgram.plantedKey), "\(refusal.testDescription)")
                #expect(outcome.signal == nil, "\(refusal.testDescription): \(outcome.errors)")
                #expect(
                    [0, 1, 2, 4, 5, 8].contains(outcome.status),
                    "\(refusal.testDescription): \(outcome.errors)")
            }
        }
    }
}
