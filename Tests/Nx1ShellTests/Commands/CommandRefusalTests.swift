import ShellOutput
import ShellSession
import Testing

@Suite("A command that can't run as typed")
struct CommandRefusalTests {
    /// An answer with two tables, as an item of a request.
    private static let twoTables = #"result:="|a|\n|-|\n|1|\n\n# Two\n\n|b|\n|-|\n|2|""#

    @Test(
        "is refused with the reason and what to type instead",
        arguments: [
            (":save", ":save needs a file. `:help save` shows how."),
            (
                ":crew ask question=Why are orders late?",
                "The question is given twice: as question=… and as the text after the items. "
                    + "Quote a value that contains blanks: question='…'."
            ),
            (":bg", ":bg needs a question. `:help bg` shows an example."),
            (
                ":define late -o json",
                "`-o json` looks like an output option, not a question, so nothing was saved. "
                    + "`:define -o FORMAT` lists the questions; `:help late` shows this one."
            ),
            (
                ":define late",
                "`:define late` opens an editor, which needs a terminal. "
                    + "Give the text: `:define late TEXT`."
            ),
            (
                ":help yours",
                "There are no saved questions. :help define explains how to save one."
            ),
            (
                ":result last",
                "This session has no runs yet. "
                    + "Use a correlation id. :runs lists those of earlier sessions."
            ),
            (
                ":runs --since soon",
                "--since needs a date, a time or an age, not \"soon\". "
                    + "Examples: 2026-11-25, 2026-11-25T08:00:00, 12h."
            ),
            (
                ":runs --status fialed",
                "No matching run has the status \"fialed\". Did you mean `failed`?"
            ),
            (
                ":runs --status bogus",
                "No matching run has the status \"bogus\". Statuses: pending, running, completed, failed."
            ),
            (
                ":set question=a b",
                "\"b\" isn't a request item. Request items are key=text, key:=json, key=@file and key:=@file."
            ),
            (":format json:1", "The format json has no parts to choose from."),
            (
                ":watch :",
                "The line of :watch has a colon but no command; "
                    + ":help lists the commands, and `\\:` starts a text with a colon."
            ),
            (
                ":session s",
                "Sessions are stored in the journal, which is off. "
                    + "Leave out --no-journal, and don't set NX1_SHELL_JOURNAL=off."
            ),
        ])
    func refused(line: String, sentence: String) async throws {
        let transcript = try await Transcript(line)
        #expect(transcript.remarks == "nx1sh: SCRIPT:1: \(sentence)\n")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("asks for the two sides if a run has no earlier answer to compare")
    func nothingToCompare() async throws {
        let transcript = try await Transcript(":set duration:=0.1\nWhy?\n:diff")
        #expect(
            transcript.remarks.hasSuffix(
                " has no earlier answer to the same question from the same crew. "
                    + "Name two runs, or a run and a file, as in `:diff %3 last-week.csv`.\n"),
            "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("keeps an unfinished run in the journal")
    func unfinished() async throws {
        let transcript = try await Transcript(":set duration:=3000\n:bg slow\n:runs --delete last")
        #expect(
            transcript.remarks.contains(
                " is still running, so it stays in the journal. To wait until it finishes, use :wait.\n"),
            "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("names a run that isn't part of a background watch")
    func notWatched() async throws {
        let transcript = try await Transcript(":set duration:=0.1\nWhy?\n:watch off %1")
        #expect(transcript.remarks == "nx1sh: SCRIPT:3: %1 isn't part of a background watch.\n")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("says that a watch compares answers anyway with --if-changed")
    func comparedTwice() async throws {
        let transcript = try await Transcript(":watch Why?") { $0.showsOnlyChanges = true }
        #expect(
            transcript.remarks
                == "nx1sh: SCRIPT:1: :watch already compares answers. Leave out --if-changed.\n")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("reports the attachments of the next question, and that :again needs a text for them")
    func attachments() async throws {
        let transcript = try await Transcript(
            ":set duration:=0.1 result=Two\nWhy?\n:attach ~/note.txt\n:attach last\n:again",
            files: ["note.txt": "hi\n"])
        let rows = transcript.remarks.split(separator: "\n")
        #expect(rows.count == 3, "\(transcript.remarks)")
        #expect(rows.first == "Attached to the next question: note.txt (3 bytes).")
        let both =
            #/Attached to the next question: note.txt \(3 bytes\), the answer of the run [0-9a-f]{8} \(3 bytes\)\./#
        #expect(rows.dropFirst().first?.wholeMatch(of: both) != nil, "\(transcript.remarks)")
        #expect(
            rows.last.map(String.init)
                == "nx1sh: SCRIPT:5: An attachment needs a new question, and this :again has none. "
                + "Add a TEXT, or remove the attachment.")
        #expect(transcript.exitStatus == .usage)
    }

    @Test("says which table to choose if an input or the format takes only one")
    func severalTables() async throws {
        let input = try await Transcript(":crew ask \(Self.twoTables) Q\n:crew ask rows:=@last Why?")
        let oneValue =
            #/nx1sh: SCRIPT:2: The answer of run ([0-9a-f]{8}) has 2 tables, but `rows` takes one value\. `rows=@\1` sends it as text\.\n/#
        #expect(input.remarks.wholeMatch(of: oneValue) != nil, "\(input.remarks)")
        #expect(input.exitStatus == .usage)

        let format = try await Transcript(":crew ask \(Self.twoTables) Q") { $0.format = .csv }
        let first =
            #/nx1sh: SCRIPT:1: The answer has 2 tables: .* `nx1sh ':result [-0-9a-f]{36} -o csv:1'` shows the first of them\.\n/#
        #expect(format.remarks.wholeMatch(of: first) != nil, "\(format.remarks)")
        #expect(format.exitStatus == .usage)
    }

    @Test("says how to see an answer that lacks the chosen part")
    func noSuchPart() async throws {
        let transcript = try await Transcript(":format csv:2\n:crew ask result:=\"|a|\\n|-|\\n|1|\" Q")
        let whole =
            #/nx1sh: SCRIPT:2: The answer has no table 2, only one: .* `nx1sh ':result [-0-9a-f]{36} -o text'` shows the answer\.\n/#
        #expect(transcript.remarks.wholeMatch(of: whole) != nil, "\(transcript.remarks)")
        #expect(transcript.exitStatus == .usage)
    }
}
