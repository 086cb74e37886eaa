import Testing

@testable import ShellOutput

@Suite("Unexpected errors")
struct ComplaintTests {
    private struct Mishap: Error {}

    @Test("An unexpected error has its own exit status and says how to report it")
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

    @Test("A usage error isn't reported as unexpected")
    func usage() {
        struct Mistake: UsageError { let description = "It makes no sense." }
        #expect(Complaint(Mistake())?.exitStatus == .usage)
    }
}
