import Foundation
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("The first page of the client library")
struct LibraryPageTests {
    @Test("shows the example program as it is built, and it is short")
    func example() throws {
        let program = try RepositoryFile.text("Tests/Examples/late-orders/LateOrders.swift")
        #expect(
            try RepositoryFile.text("Sources/Nx1Client/Nx1Client.docc/Nx1Client.md").contains(
                "```swift\n\(program)```"))
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
