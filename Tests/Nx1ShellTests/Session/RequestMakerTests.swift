import Nx1Client
import Testing
import TypedRequests

@testable import Nx1Shell
@testable import RunJournal
@testable import ShellInput
@testable import ShellSession

@Suite("The request of a line")
struct RequestMakerTests {
    private func maker(carrying exchanges: [Exchange] = []) -> RequestMaker {
        RequestMaker(
            defaultCrew: .ask, sticky: RequestInputs(values: ["region": "north"]), carried: exchanges,
            attachments: [], files: .onDisk(home: nil))
    }

    private func request(_ content: Statement.Content) throws -> CrewRequest? {
        try maker().request(of: Statement(line: 1, content: content))
    }

    @Test("is the same as text and by :crew, with the sticky inputs")
    func same() throws {
        let cover = SecretCover { $0 }
        let text = try #require(try request(.text("Why?")))
        #expect(text.crew == .ask)
        #expect(text.input == ["region": "north", "question": "Why?"])
        for arguments in ["ask Why?", "ask question=Why?", "ask -- Why?"] {
            let command = try #require(try request(.command(name: "crew", arguments: arguments)))
            #expect(command.batchKey(under: cover) == text.batchKey(under: cover), "\(arguments)")
        }
        let other = try #require(try request(.command(name: "crew", arguments: "ask region=south Why?")))
        #expect(other.batchKey(under: cover) != text.batchKey(under: cover))
    }

    @Test("counts as the same in a batch if only a secret differs, which the journal doesn't record")
    func secret() throws {
        let cover = SecretCover { $0 }
        let keys = try ["1", "2"].map { secret in
            try #require(try request(.command(name: "crew", arguments: "ask api_key=\(secret) Why?")))
                .batchKey(under: cover)
        }
        #expect(keys[0] == keys[1])
    }

    @Test(
        "is none for a line that only changes settings or doesn't wait",
        arguments: [
            Statement.Content.command(name: "crew", arguments: "ask"), .command(name: "crew", arguments: ""),
            .command(name: "runs", arguments: "ask Why?"), .text("Why? &"),
        ])
    func none(content: Statement.Content) throws {
        #expect(try request(content) == nil)
    }

    @Test("is rejected if its items are invalid")
    func refused() {
        #expect(throws: RequestItemError.self) {
            try request(.command(name: "crew", arguments: "ask limit:=x Why?"))
        }
    }

    @Test("includes earlier exchanges for a text, but not for a JSON line")
    func carried() throws {
        let exchange = Exchange(crew: .ask, question: "Who?", answer: "Me.", host: "h")
        let maker = maker(carrying: [exchange])
        let text = try #require(try maker.request(of: Statement(line: 1, content: .text("Why?"))))
        #expect(text.input["question"]?.string?.contains("| Who?") == true)
        #expect(text.text == "Why?")
        let line = try RequestLine(#"{"input":{"question":"Why?"},"id":7}"#)
        let request = try #require(try maker.request(of: Statement(line: 1, content: .request(line))))
        #expect(request.input["question"] == "Why?")
        #expect(request.id == 7)
    }
}
