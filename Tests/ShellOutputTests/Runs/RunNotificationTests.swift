import Nx1Client
import Testing

@testable import ShellOutput

@Suite("The signal at the end of a long run")
struct RunNotificationTests {
    private func run(_ question: String, seconds: Double, status: CrewRunStatusEnum = .completed)
        -> RunFacts
    {
        var run = RunFacts(
            number: 3, correlationID: "id", crew: .ask, question: question)
        run.elapsed = .seconds(seconds)
        run.status = status
        return run
    }

    @Test("The signal is off by default, and otherwise sent for runs of at least the threshold")
    func threshold() {
        #expect(RunNotification().signal(about: run("Why?", seconds: 1000)) == "")
        let bell = RunNotification(kind: .bell, threshold: .seconds(5))
        #expect(bell.signal(about: run("Why?", seconds: 4.9)) == "")
        #expect(bell.signal(about: run("Why?", seconds: 5)) == "\u{07}")
    }

    @Test(
        "A notification names the run, its outcome and the question, and nothing in them can end the sequence"
    )
    func notification() {
        let notification = RunNotification(kind: .osc9, threshold: .zero)
        #expect(
            notification.signal(about: run("Why\u{07}\u{1B}\\\u{9C}\nthen?", seconds: 1, status: .failed))
                == "\u{1B}]9;nx1sh: %3 has failed · ask: Why^G^[\\<U+009C> then?\u{07}")
        #expect(
            notification.signal(ofChange: run("Why?", seconds: 1))
                == "\u{1B}]9;nx1sh: %3 has a new answer · ask: Why?\u{07}")
        let long = notification.signal(about: run(String(repeating: "x", count: 5000), seconds: 1))
        #expect(long.count < 200)
    }
}
