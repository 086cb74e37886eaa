import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("A long stream")
struct LongStreamTests {
    @Test("of 50,000 events is counted to the last one")
    func many() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run(
                "-o", "json", "--events", "/dev/null", "--set", "events:=50000", "How many?")
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            #expect(try outcome.records().first?["events"] == 50010)
        }
    }
}
