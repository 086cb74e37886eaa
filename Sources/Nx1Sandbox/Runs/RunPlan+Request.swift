extension RunPlan {
    /// Seconds a run takes, and a slow one.
    static let usualDuration = 2.5
    static let slowDuration = 20.0
    /// The part of the duration that passes before the first event.
    private static let beginning = 0.04

    /// The plan that a request asks for.
    init(_ request: RunRequest) {
        let scenarios = request.options.scenarios
        let usual = scenarios.contains(.slow) ? Self.slowDuration : Self.usualDuration
        let end = request.options.duration ?? usual
        let failure = scenarios.contains(.fail) ? Self.failure : nil
        var scenes = Scene.scenes(of: CrewScript(request.crew), failure: failure)
        if scenarios.contains(.huge) { scenes[scenes.count / 2].report.filling = 1 << 20 }
        var script = Self.timed(scenes, end: end)
        if scenarios.contains(.garbled) { script = GarbledEvents.spoiling(script) }

        self.script = script
        // In the middle of the first task, if there is one.
        let position = min(3, script.count)
        burst =
            request.options.extraEvents > 0
            ? EventBurst(
                position: position, count: request.options.extraEvents, offset: script[position - 1].offset)
            : nil
        self.end = end
        outcome = failure.map { .failed($0) } ?? .answered(CrewAnswer(request))
    }

    private static let failure =
        "The Nx1 sandbox let this run fail, as the scenario fail asks: the database did not answer."

    /// Spreads the scenes over the time, the last one at the end.
    private static func timed(_ scenes: [Scene], end: Double) -> [PlannedEvent] {
        let total = scenes.dropFirst().reduce(0) { $0 + $1.pause }
        var passed = 0.0
        return scenes.enumerated().map { index, scene in
            if index > 0 { passed += scene.pause }
            let share = index == scenes.count - 1 ? 1 : beginning + (1 - beginning) * passed / max(total, 1)
            var report = scene.report
            report.progress = (share * 100).rounded() / 100
            return PlannedEvent(kind: scene.kind, offset: end * share, content: .report(report))
        }
    }
}
