import Testing

@testable import ShellOutput

@Suite("An error that nobody has foreseen")
struct ComplaintTests {
    private struct Mishap: Error {}

    @Test("has an exit status of its own, and says how to report it")
    func unexpected() throws {
        let complaint = try #require(Complaint(Mishap()))
        #expect(complaint.exitStatus.rawValue == 70)
        #expect(complaint.code == "unexpected")
        #expect(
            complaint.sentence
                == "Unexpected error: Mishap(). This is a bug in nx1sh. Please report it with this message, the line that caused it, and the output of nx1sh --version."
        )
        #expect(ExitStatus.meanings.contains { $0.key == complaint.exitStatus })
    }

    @Test("is none that somebody's line has caused")
    func usage() {
        struct Mistake: UsageError { let description = "It makes no sense." }
        #expect(Complaint(Mistake())?.exitStatus == .usage)
    }
}
