import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("References to runs")
struct RunReferenceTests {
    @Test("`last`, `%N`, an id and a unique prefix of an id refer to a run")
    func forms() async throws {
        try await withConversation { conversation in
            try await conversation.ask(":crew ask result=alpha One", asRun: 1)
            try await conversation.ask(":crew ask result=omega Two", asRun: 2)
            let ids = try await conversation.runs().map(\.correlationID)
            let forms = [
                ("last", "omega"), ("%1", "alpha"), ("%2", "omega"), ("", "omega"), (ids[0], "alpha"),
                (String(ids[1].prefix(8)), "omega"),
            ]
            for (form, answer) in forms {
                try await conversation.clear()
                try await conversation.enter(":result \(form)", showing: "\n\(answer)")
            }
            #expect(try await conversation.runs().count == 2)
        }
    }

    @Test("A run of another session is found by an id prefix, and gets a number")
    func elsewhere() async throws {
        try await withTemporaryFolder { folder in
            let program = try Program(named: "nx1sh")
            try await withConversation(home: folder) { conversation in
                let other = try await program.run(
                    ["--set", "result=alpha", "How many?"],
                    environment: [
                        "NX1_HOST": conversation.sandbox.host, "NX1_API_KEY": conversation.sandbox.apiKey,
                    ])
                #expect(other.status == 0)
                let id = try #require(try await conversation.runs().first?.correlationID)
                try await conversation.ask(":result \(id.prefix(8))", asRun: 1)
                try await conversation.terminal.waitFor("alpha\n%1 · \(id)")
            }
        }
    }

    @Test(
        "A reference that matches nothing is refused with the alternatives",
        arguments: [
            (":result", "This session has no runs yet."), (":status %7", "This session has no run %7"),
            (":result %x", "%x isn't a run: the percent sign needs a number"),
            (":result feed", "No run matches \"feed\""),
        ])
    func unknown(_ line: String, _ message: String) async throws {
        try await withConversation { conversation in
            try await conversation.enter(line, showing: message)
        }
    }
}
