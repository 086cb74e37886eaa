import Nx1Client
import ShellOutput
import Testing

@testable import Nx1Values
@testable import RunJournal
@testable import ShellRuns

@Suite("Messages about a run")
struct RunWordsTests {
    private let script = RunWords(isConversing: false, hasOwnService: false, deadline: .seconds(10))
    private let prompt = RunWords(isConversing: true, hasOwnService: false, deadline: .seconds(10))
    private let sandbox = RunWords(isConversing: false, hasOwnService: true, deadline: .seconds(10))

    private func run(isAccepted: Bool = true, status: CrewRunStatusEnum? = nil) -> SessionRun {
        var run = SessionRun(number: 3, correlationID: "id", crew: .ask)
        run.isAccepted = isAccepted
        run.status = status
        return run
    }

    @Test("say after Ctrl-C whether the run continues, and how to resume it")
    func left() {
        #expect(
            prompt.left(run()).sentence
                == "Stopped watching run id. It is still running. `:status %3` resumes watching.")
        #expect(
            script.left(run(isAccepted: false)).sentence
                == "Stopped waiting for the service to accept run id. It may have started. `nx1sh ':result id'` resumes watching."
        )
        #expect(
            script.left(run(status: .completed)).sentence
                == "Stopped watching run id, which has ended. `nx1sh ':result id'` shows its answer.")
        #expect(sandbox.left(run()).sentence == "Run id didn't finish: it ends with the sandbox.")
    }

    @Test("say after the deadline whether the run continues, and how to resume it")
    func deadline() {
        #expect(
            script.stillRunning(run()).sentence
                == "Run id is still running after the deadline of 10.0 s. `nx1sh ':result id'` resumes watching."
        )
        #expect(
            prompt.stillRunning(run(isAccepted: false)).sentence
                == "The service didn't accept run id within the deadline of 10.0 s. It may have started. `:status %3` resumes watching."
        )
        #expect(
            script.stillRunning(run(status: .completed)).sentence
                == "Run id has ended, but its events didn't arrive within the deadline of 10.0 s. `nx1sh ':result id'` shows its answer."
        )
        #expect(sandbox.stillRunning(run()).exitStatus == .stillRunning)
    }

    @Test(
        "say after an error what is known of the run, and how to look it up",
        arguments: [
            (
                Nx1Error.Code.timedOut, true,
                "The run is still running: `nx1sh ':result id'` resumes watching."
            ),
            (.timedOut, false, "The run may have started: `nx1sh ':result id'` looks it up."),
            (.undecided, false, "`nx1sh ':result id'` looks it up. Send it again only if nothing is found."),
        ])
    func explained(code: Nx1Error.Code, isAccepted: Bool, advice: String) throws {
        let error = script.explain(Nx1Error(code, "It failed."), about: run(isAccepted: isAccepted))
        let complaint = try #require(error as? Complaint)
        #expect(complaint.sentence.hasPrefix("It failed. "))
        #expect(complaint.sentence.hasSuffix(advice), "\(complaint.sentence)")
    }

    @Test("lead to the service's list of runs if the id can't be looked up")
    func untraceable() throws {
        var fault = Nx1Error(.undecided, "It failed.")
        fault.problem = .untraceable
        let complaint = try #require(
            script.explain(fault, about: run(isAccepted: false)) as? Complaint)
        #expect(
            complaint.sentence == "It failed. Look for it with `:runs --remote` before you start it again.")
    }

    @Test("name the batch that can't continue without its journal")
    func batch() {
        let complaint = script.noJournal(for: .init(name: "late", ordinal: 0))
        #expect(complaint.sentence == "The batch late can't continue: the journal can't be used.")
    }
}

@Suite("Runs whose shell died")
struct LostRunsTests {
    private let entry = JournalEntry(
        sentID: "abcdefgh-1", correlationID: "abcdefgh-1", host: "https://a.example", profile: nil,
        crew: .ask, question: "How many?", origin: .init(source: "prompt"), began: 0)

    private func completed() -> LostRuns.Fate {
        .ended(CrewResult(correlationID: "abcdefgh-1", status: .completed, value: "42", error: nil))
    }

    @Test("are reported in one line, with the command that leads to each")
    func one() {
        func sentence(_ fate: LostRuns.Fate) -> String? {
            var lost = LostRuns()
            lost.add(fate, of: entry)
            return lost.sentence
        }
        let start = "\"How many?\" was unfinished when its shell exited. It "
        #expect(sentence(completed()) == start + "has completed · :result abcdefgh shows it")
        #expect(
            sentence(.working(.running)) == start + "is still running · :status abcdefgh resumes watching")
        #expect(sentence(.notStarted) == start + "was not started · :again abcdefgh sends it again")
        #expect(LostRuns().sentence == nil)
    }

    @Test("are counted by what happened to them if there are several")
    func several() {
        var lost = LostRuns()
        lost.add(completed(), of: entry)
        lost.add(.working(.running), of: entry)
        lost.add(.working(.running), of: entry)
        #expect(
            lost.sentence
                == "3 runs were unfinished when their shell exited: 1 completed, 2 still running · :runs lists them"
        )
    }
}
