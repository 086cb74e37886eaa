import Nx1Client
import TestSupport
import Testing

@testable import ShellRuns

@Suite("A run left running at the prompt")
struct LeftRunsTests {
    private func run() -> TrackedRun {
        TrackedRun(SessionRun(number: 1, correlationID: "id", crew: .ask))
    }

    @Test("isn't watched if no end is announced")
    func unannounced() {
        let (left, run) = (LeftRuns(), run())
        left.leave(run)
        #expect(!left.contains(run))
        #expect(!run.record.isInBackground)
    }

    @Test("is passed on to be announced, until it is watched again")
    func announced() async throws {
        let (left, run) = (LeftRuns(), run())
        let ended = TrackedRun(SessionRun(number: 2, correlationID: "other"))
        ended.update { $0.status = .completed }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await left.announce { watching in
                    #expect(watching.run === run)
                    // Cancelled when the run is watched again.
                    try? await watching.recall.next()
                    #expect(!left.contains(run))
                }
            }
            try await eventually("a task that announces", instead: { "" }) { left.isAnnounced ? true : nil }
            left.leave(ended)
            #expect(!left.contains(ended))
            left.leave(run)
            #expect(left.contains(run))
            #expect(run.isInUse == false)
            run.update { $0.isAccepted = true }
            #expect(run.isInUse)
            left.takeUp(run)
            #expect(!left.contains(run))
            group.cancelAll()
        }
        #expect(!left.isAnnounced)
    }
}
