/// Everything that will happen in a run, decided when it starts.
///
/// A run's state is a function of its plan and of the time that has passed; nothing runs in the background.
struct RunPlan: Sendable {
    /// The events of the script, by time.
    let script: [PlannedEvent]
    let burst: EventBurst?
    /// Seconds from the run's start to its end, at speed 1.
    let end: Double
    let outcome: RunOutcome

    /// How many events the run has in all.
    var eventCount: Int { script.count + (burst?.count ?? 0) }

    /// What is at a position in the run's events, counted from 0.
    enum Entry: Sendable {
        case scripted(PlannedEvent)
        /// The event with that number, from 1, of the burst.
        case burst(number: Int)
    }

    func entry(at index: Int) -> Entry {
        guard let burst, index >= burst.position else { return .scripted(script[index]) }
        let number = index - burst.position
        return number < burst.count
            ? .burst(number: number + 1)
            : .scripted(script[index - burst.count])
    }

    /// When the event at that position happens, in seconds at speed 1.
    func offset(at index: Int) -> Double {
        switch entry(at: index) {
        case .scripted(let event): event.offset
        case .burst: burst?.offset ?? 0
        }
    }

    /// How many events have happened after so many seconds at speed 1.
    func eventCount(after elapsed: Double) -> Int {
        let scripted = script.prefix { $0.offset <= elapsed }.count
        guard let burst, scripted >= burst.position else { return scripted }
        return scripted + burst.count
    }

    /// After how many events a stream is cut that is to be cut so many times in a run.
    func eventsBeforeCut(times: Int) -> Int { max(1, (script.count + times) / (times + 1)) }

    /// Where the run stands after so many seconds at speed 1.
    func status(after elapsed: Double) -> RunStatus {
        guard elapsed >= end else { return .running }
        switch outcome {
        case .answered: return .completed
        case .failed: return .failed
        }
    }
}

/// How a run ends.
enum RunOutcome: Sendable {
    case answered(CrewAnswer)
    case failed(String)
}

/// `CrewRunStatusEnum` in `openapi.yaml`.
enum RunStatus: String, Sendable {
    case pending, running, completed, failed
}
