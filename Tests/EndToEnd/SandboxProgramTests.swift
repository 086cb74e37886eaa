import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("The program nx1-sandbox")
struct SandboxProgramTests {
    @Test("prints a key, a token and OAuth settings, and all of them work")
    func lines() async throws {
        try await Program(named: "nx1-sandbox").withRunning(["--speed", "50"]) { program in
            try await program.waitForOutput("client_secret: ")
            let lines = program.output.split(separator: "\n")
            func value(_ name: String) throws -> String {
                let line = try #require(lines.first { $0.drop { $0 == " " }.hasPrefix(name) })
                return String(line.drop { $0 == " " }.dropFirst(name.count))
            }
            let host = try value("NX1_HOST=")
            let key = try GivenCredentials.preSharedKey(try value("NX1_API_KEY="))
            let token = try GivenCredentials.bearerToken(try value("NX1_ACCESS_TOKEN="))
            for credentials in [key, token] {
                try await withNx1Client(.init(host: host, credentials: credentials)) { nx1 async throws in
                    #expect(try await nx1.runs(limit: 1).isEmpty)
                }
            }
            #expect(try value("issuer: ") == host + "/realms/sandbox")
            #expect(try value("client_id: ") == "nx1sh")
            #expect(lines.contains("sandbox:"))
            #expect(lines.contains("  client_id: nx1-batch"))
        }
    }

    @Test(
        "rejects an invalid token lifetime with status 2", arguments: ["0", "-1", "nan", "x"])
    func lifetime(seconds: String) async throws {
        let outcome = try await Program(named: "nx1-sandbox").run(["--token-lifetime=\(seconds)"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("token-lifetime"))
        #expect(outcome.output == "")
    }

    @Test("ends if it can't write its address")
    func fullOutput() async throws {
        let outcome = try await Program(named: "nx1-sandbox").run([], output: .file("/dev/full"))
        #expect(
            outcome.errors
                == "nx1-sandbox: Couldn't write the address and the key to standard output: no space left on device.\n"
        )
        #expect(outcome.status == 2)
    }

    @Test("rejects an unknown fault with status 2, and lists the known faults")
    func fault() async throws {
        let outcome = try await Program(named: "nx1-sandbox").run(["--faults", "cut,all"])
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "Unknown fault all. Valid faults: 502, 502-once, cut, 503-path, 503-route."))
        #expect(outcome.output == "")
    }
}
