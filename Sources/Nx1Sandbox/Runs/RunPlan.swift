/// Everything that will happen in a run, decided when it starts.
///
/// A run's state is a function of its plan and the elapsed time; nothing runs in the background.
struct RunPlan: Sendable {
    /// The events of the script, in order of time.
    let script: [PlannedEvent]
    let burst: EventBurst?
    /// Seconds from the run's start to its end, at speed 1.
    let end: Double
    let outcome: RunOutcome

    /// The total number of events.
    var eventCount: Int { script.count + (burst?.count ?? 0) }

    /// An event at a position of the run, counted from 0.
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

    /// The time of an event, in seconds at speed 1.
    func offset(at index: Int) -> Double {
        switch entry(at: index) {
        case .scripted(let event): event.offset
        case .burst: burst?.offset ?? 0
        }
    }

    /// The number of events until `elapsed` seconds at speed 1.
    func eventCount(after elapsed: Double) -> Int {
        let scripted = script.prefix { $0.offset <= elapsed }.count
        guard let burst, scripted >= burst.position else { return scripted }
        return scripted + burst.count
    }

    /// The number of events before a cut, if the stream is cut this many times in a run.
    func eventsBeforeCut(times: Int) -> Int { max(1, (script.count + times) / (times + 1)) }

    /// The status after `elapsed` seconds at speed 1.
    func status(after elapsed: Double) -> RunStatus {
        guard elapsed >= end else { return .running }
        switch outcome {
        case .answered: return .completed
        case .failed: return .failed
        }
    }
}

/// The outcome of a run.
enum RunOutcome: Sendable {
    case answered(CrewAnswer)
    case failed(String)
}

/// `CrewRunStatusEnum` in `openapi.yaml`.
enum RunStatus: String, Sendable {
    case pending, running, completed, failed
}

extension RunPlan {
    /// The duration of a normal run in seconds, and of a slow one.
    static let usualDuration = 2.5
    static let slowDuration = 20.0
    /// The share of the duration before the first event, and its maximum in seconds.
    private static let beginning = (share: 0.04, most: 0.1)

    /// Plans the run of a request.
    init(_ request: RunRequest) {
        let scenarios = request.options.scenarios
        let usual = scenarios.contains(.slow) ? Self.slowDuration : Self.usualDuration
        let end = request.options.duration ?? usual
        let failure = scenarios.contains(.fail) ? Self.failure : nil
        let script = CrewScript(request)
        let told = CrewAITelling(
            script, answer: CrewAnswer.beginning(of: request), failure: failure)
        let answer = CrewAnswer(request, script, told.usage)
        var events =
            scenarios.contains(.plain)
            ? Self.plain(script, failure: failure, isHuge: scenarios.contains(.huge), end: end)
            : Self.crewAI(told.scenes, isHuge: scenarios.contains(.huge), end: end)
        // In the middle of the first task, if there is one, where a model starts to write.
        let position = events.firstIndex { $0.kind == EventBurst.pieceKind } ?? min(3, events.count)
        let burst =
            request.options.extraEvents > 0
            ? EventBurst(
                position: position, count: request.options.extraEvents,
                offset: events[position - 1].offset, ofCrewAI: events[position].crewAI)
            : nil
        if scenarios.contains(.garbled) { events = GarbledEvents.spoiling(events) }
        self.init(
            script: events, burst: burst, end: end,
            outcome: failure.map { .failed($0) } ?? .answered(answer))
    }

    private static let failure =
        "The Nx1 sandbox let this run fail, as the scenario fail asks: the database did not answer."

    private static func plain(
        _ script: CrewScript, failure: String?, isHuge: Bool, end: Double
    ) -> [PlannedEvent] {
        var scenes = PlainScene.scenes(of: script, failure: failure)
        if isHuge { scenes[scenes.count / 2].report.filling = 1 << 20 }
        return zip(scenes, shares(of: scenes.map(\.pause), from: beginning.share)).map { scene, share in
            var report = scene.report
            report.progress = (share * 100).rounded() / 100
            return PlannedEvent(kind: scene.kind, offset: end * share, content: .report(report))
        }
    }

    private static func crewAI(_ scenes: [CrewAIScene], isHuge: Bool, end: Double) -> [PlannedEvent] {
        let filled = isHuge ? scenes.firstIndex { $0.kind == "tool_usage_finished" } ?? scenes.count / 2 : nil
        let first = end > 0 ? min(beginning.share, beginning.most / end) : 0
        return zip(scenes, shares(of: scenes.map(\.pause), from: first)).enumerated().map { index, timed in
            var event = timed.0.event
            if index == filled { event.filling = 1 << 20 }
            return PlannedEvent(kind: timed.0.kind, offset: end * timed.1, content: .crewAI(event))
        }
    }

    /// Spreads scenes over a duration of 1, with the last one at the end.
    private static func shares(of pauses: [Double], from first: Double) -> [Double] {
        let total = pauses.dropFirst().reduce(0, +)
        var passed = 0.0
        return pauses.enumerated().map { index, pause in
            if index > 0 { passed += pause }
            return index == pauses.count - 1 ? 1 : first + (1 - first) * passed / max(total, .ulpOfOne)
        }
    }
}
