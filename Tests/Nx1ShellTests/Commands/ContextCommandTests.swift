import Nx1Client
import Testing

@testable import Nx1Events
@testable import Nx1Shell
@testable import ShellOutput
@testable import ShellSession

@Suite("Questions with context")
struct ContextCommandTests {
    /// The questions in the records.
    private func questions(_ script: String) async throws -> [String?] {
        let transcript = try await Transcript(script) { $0.format = .json }
        return try transcript.answers.split(separator: "\n").map { try JSONValue(parsing: $0) }
            .map { $0["input"]?["question"]?.string }
    }

    @Test(
        "are sent alone by default; with `:context N` the last N are included, and the record has what was sent"
    )
    func carried() async throws {
        let asked = try await questions(
            ":set result=fine\none\n:context 2\ntwo\n:crew classification three\nfour\nfive\n:context off\nsix"
        )
        #expect(asked.first == "one")
        #expect(asked[1] == "two", "a script keeps nothing before it says so")
        let third =
            "The exchange before this question, oldest first. Lines that begin with \"| \" are quoted.\n\n"
        #expect(
            asked[2] == third + "Question to ask:\n| two\nAnswer:\n| fine\n\nThe question now:\nthree")
        #expect(asked[4]?.contains("| two") == false)
        #expect(asked[4]?.contains("Question to classification:\n| three\n") == true)
        #expect(
            asked[4]?.hasSuffix("Question to ask:\n| four\nAnswer:\n| fine\n\nThe question now:\nfive")
                == true)
        #expect(asked[5] == "six")
    }

    @Test("start a new topic after off and on")
    func anew() async throws {
        let asked = try await questions(
            ":set result=fine\n:context on\none\n:context off\n:context on\ntwo")
        #expect(asked == ["one", "two"])
    }

    @Test("don't include failed runs, runs without text, or answers shown by commands")
    func counted() async throws {
        let asked = try await questions(
            ":set result=fine\n:context on\n:crew ask scenario=fail one\n:crew ask question=two\n:context 1\nthree\n:result\n:status\nfour"
        )
        // The records: one, two, three, :result's of three, :status, four.
        #expect(asked.count == 6)
        #expect(asked[2] == "three")
        #expect(asked[5]?.contains("| three") == true)
        #expect(asked[5]?.components(before: "| three") == 1)
    }

    @Test("`:context` shows whether it is on, and what the next question includes")
    func facts() async throws {
        let transcript = try await Transcript(
            ":set result=fine\n:context\n:context on\n:context\none\n:context\n:context 0\n:context")
        #expect(
            transcript.answers == """
                context       no
                carried next  0
                context       yes
                at most       3
                carried next  0
                fine
                context       yes
                at most       3
                carried next  1
                context       no
                carried next  0

                """)
        #expect(transcript.exitStatus == .answered)
    }

    @Test(
        "`:context` rejects numbers outside its range",
        arguments: ["11", "-1", "many", "1.5", "99999999999999999999"])
    func refused(word: String) async throws {
        let transcript = try await Transcript(":context \(word)\n:context on off")
        #expect(
            transcript.remarks.hasPrefix(
                "nx1sh: SCRIPT:1: :context takes a number from 1 to 10, on or off, not \"\(word)\".\n"))
        #expect(transcript.remarks.contains("Unexpected argument \"off\" for :context."))
        #expect(transcript.exitStatus == .usage)
    }
}

extension String {
    fileprivate func components(before separator: String) -> Int { ranges(of: separator).count }
}
