import Testing

@testable import OutputDestinations

@Suite("The pager")
struct PagerTests {
    private func command(_ environment: [String: String], less: String? = "/usr/bin/less") -> String? {
        let all = ["TERM": "xterm", "PATH": "/bin:/usr/bin"].merging(environment) { $1 }
        return Pager(environment: all) { $0 == less }?.command
    }

    @Test("The pager is PAGER, or less if installed; an empty PAGER turns it off")
    func choice() {
        #expect(command([:]) == "less -FRX")
        #expect(command([:], less: nil) == nil)
        #expect(command(["PAGER": "more -s"], less: nil) == "more -s")
        #expect(command(["PAGER": ""]) == nil)
        #expect(command(["PAGER": " "]) == nil)
        #expect(command(["TERM": "dumb", "PAGER": "less"]) == nil)
        #expect(command(["TERM": ""]) == nil)
    }

    @Test("The pager's environment says that the text is UTF-8 and, unless LESS is set, has colours")
    func environment() throws {
        let environment = ["TERM": "xterm", "PAGER": "cat", "LESS": "M"]
        let pager = try #require(Pager(environment: environment))
        #expect(pager.environment == ["TERM": "xterm", "PAGER": "cat", "LESS": "M", "LESSCHARSET": "utf-8"])
        let plain = try #require(Pager(environment: ["TERM": "xterm", "PAGER": "less"]))
        #expect(plain.environment["LESS"] == "FRX")
    }
}
