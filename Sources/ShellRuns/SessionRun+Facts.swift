import Nx1Client
package import ShellOutput

extension SessionRun {
    /// What is shown of it.
    package var facts: RunFacts {
        RunFacts(
            number: number, correlationID: correlationID, crew: crew, question: question, status: status,
            startedAt: startedAt, elapsed: elapsed, events: events, stepCount: stepCount, tokens: tokens)
    }

    /// How it has ended, as people say it.
    package var ending: String { facts.ending }
}

extension RunReport {
    /// Takes over what the session has learnt of the run.
    package mutating func include(_ run: SessionRun) { include(run.facts) }
}

extension RunLine {
    /// The line about a run of this session.
    package init(_ run: SessionRun, showsTiming: Bool, columns: Int? = nil) {
        self.init(run.facts, showsTiming: showsTiming, columns: columns)
    }
}

extension RunNotification {
    /// What to write to the terminal when `run` has ended; empty if nothing.
    package func signal(about run: SessionRun) -> String { signal(about: run.facts) }
}
