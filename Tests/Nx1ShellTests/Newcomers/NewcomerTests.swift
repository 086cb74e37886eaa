import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1HTTP
@testable import Nx1Shell
@testable import Nx1Values
@testable import ShellInput
@testable import ShellOutput
@testable import ShellRuns
@testable import ShellSession
@testable import ShellText

@Suite("The examples on the contributor pages", .timeLimit(.minutes(1)))
struct NewcomerTests {
    @Test("add a command that works")
    func command() async throws {
        try await withSandbox(.init(speed: 100)) { sandbox async throws in
            var settings = SessionSettings()
            settings.overrides.host = Setting(sandbox.host, from: .flag("--host"))
            settings.overrides.apiKey = Setting(Secret(sandbox.apiKey), from: .flag("--api-key"))
            let session = Session(
                settings, console: Console(answers: Collector().sink(), remarks: Collector().sink()),
                interrupts: Interrupts(), environment: [:])
            let place = LineLocation(.commandLine, line: 1)
            _ = await session.perform(Statement(line: 1, content: .text("Why?")), at: place)
            let line = await session.lineRuns(in: session.context(at: place))
            let reply = try await Command.input.run(Invocation(arguments: "%1", line: line), session)
            #expect(reply.text == "question  Why?")
            await #expect(throws: Complaint.self) {
                try await Command.input.run(Invocation(arguments: "%1 now", line: line), session)
            }
            await session.end()
        }
    }

    @Test("add an output format that works")
    func format() throws {
        var report = RunReport(line: 1, crew: .ask, input: [:])
        report.result = CrewResult(
            correlationID: "id", status: .completed,
            value: ["columns": ["month", "note"], "data": [["May", "a|b\r\nc"], ["June", 12]]], error: nil)
        let shown = try #require(try OutputFormat.bars.run(report, .endless))
        #expect(String(decoding: shown.inPipe, as: UTF8.self) == "month|note\nMay|a b c\nJune|12\n")
        report.result = CrewResult(correlationID: "id", status: .completed, value: "two\nrows", error: nil)
        let text = try #require(try OutputFormat.bars.run(report, .endless))
        #expect(String(decoding: text.inPipe, as: UTF8.self) == "two\nrows\n")
        let facts = try #require(OutputFormat.bars.reply(.facts([.init("a", 1), .init("b", "x")]), .endless))
        #expect(String(decoding: facts.inPipe, as: UTF8.self) == "a|b\n1|x\n")
    }

    @Test("add a credential source that works, and notices a renewed token")
    func credentials() async throws {
        try await withSandbox(.init(speed: 100)) { sandbox async throws in
            try await withTemporaryFolder { folder in
                let path = folder + "/token"
                let configuration = try ClientConfiguration(
                    host: sandbox.host, credentials: TokenOfFile(path: path))
                try await withNx1Client(configuration) { nx1 async throws in
                    let missing = await #expect(throws: Nx1Error.self) { try await nx1.crewTypes() }
                    #expect(missing?.code == .notSignedIn)
                    try TemporaryFolder.write("old\n", to: "token", in: folder)
                    let refused = await #expect(throws: Nx1Error.self) { try await nx1.crewTypes() }
                    #expect(refused?.httpStatus == 401)
                    try TemporaryFolder.write(sandbox.accessToken + "\n", to: "token", in: folder)
                    #expect(try await nx1.crewTypes().contains(.ask))
                    #expect(await TokenOfFile(path: path).discard(try .bearerToken("old")))
                }
            }
        }
    }
}
