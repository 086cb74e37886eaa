import ShellOutput
import Testing

@testable import OutputDestinations

@Suite("A program that ends badly")
struct ProgramProblemTests {
    private func message(_ ending: ForegroundProgram.Ending, of line: String?) -> String? {
        guard case .failed(let complaint)? = ProgramProblem(ending, of: line) else { return nil }
        return complaint.sentence
    }

    private func isSilent(_ ending: ForegroundProgram.Ending, of line: String?) -> Bool {
        ProgramProblem(ending, of: line) == nil
    }

    @Test("is reported with its command and how it ended")
    func messages() {
        #expect(message(.notStarted, of: "less") == "Couldn't start `less`.")
        #expect(message(.notStarted, of: nil) == "Couldn't start the shell.")
        #expect(message(.exited(126), of: "less") == "Couldn't start `less`.")
        #expect(message(.exited(127), of: "less") == "`less` failed: command not found (exit status 127).")
        #expect(message(.exited(3), of: "less") == "`less` exited with status 3.")
        #expect(message(.killed(signal: 9), of: "less") == "`less` was killed by signal 9.")
    }

    @Test("isn't reported if it succeeds, or is a shell whose user has seen its errors")
    func silent() {
        #expect(isSilent(.exited(0), of: "less"))
        #expect(isSilent(.exited(3), of: nil))
        #expect(!isSilent(.exited(3), of: "less"))
    }
}
