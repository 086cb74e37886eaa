import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("A long stream")
struct LongStreamTests {
    @Test("of 20,000 events is counted completely")
    func many() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-o", "json", "--events", "/dev/null", "--set", "events:=20000", "How many?")
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            let usual = try await shell.run("-o", "json", "How many?")
            let count = try #require(try usual.records().first?["events"]?.int)
            #expect(try outcome.records().first?["events"]?.int == count + 20_000)
        }
    }
}
