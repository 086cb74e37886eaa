import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The README")
struct ReadmeTests {
    @Test("shows the example program as it is built, and it is short")
    func example() throws {
        let program = try RepositoryFile.text("Tests/Examples/late-orders/LateOrders.swift")
        #expect(try RepositoryFile.text("README.md").contains("```swift\n\(program)```"))
        #expect(program.split(separator: "\n").count <= 15)
    }

    @Test("shows a program that asks, watches and prints the answer")
    func exampleRuns() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let outcome = try await Program(named: "late-orders").run([sandbox.host, sandbox.apiKey])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("run_sql"))
            #expect(outcome.output.contains("> How many orders shipped late?"))
        }
    }
}
