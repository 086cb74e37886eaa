/// An event before its time is set, from services that describe in words what happens. The kinds are CrewAI's.
struct PlainScene: Sendable {
    let kind: String
    /// The time until this event, relative to other scenes.
    let pause: Double
    var report: EventReport
}

extension PlainScene {
    /// The scenes of a crew's work, from kickoff to the end. With a failure, the last task fails with it.
    static func scenes(of script: CrewScript, failure: String?) -> [PlainScene] {
        var scenes = [PlainScene("crew_kickoff_started", "The crew \(script.crew) has started")]
        for assignment in script.assignments {
            scenes += assignment.opening + assignment.toolUses.flatMap(assignment.scenes)
            scenes += assignment.closing
        }
        guard let failure else {
            scenes.append(PlainScene("crew_kickoff_completed", "The crew has finished", status: "completed"))
            return scenes
        }
        let last = script.assignments.last
        // A failed task has no completion events of its agent and itself.
        scenes.removeLast(last == nil ? 0 : 2)
        if let last { scenes.append(last.scene("task_failed", failure, status: "failed")) }
        scenes.append(PlainScene("crew_kickoff_failed", failure, status: "failed"))
        return scenes
    }

    fileprivate init(_ kind: String, _ message: String, pause: Double = 1, status: String = "running") {
        self.init(
            kind: kind, pause: pause, report: EventReport(message: message, status: status, progress: 0))
    }
}

extension CrewScript.Assignment {
    fileprivate var opening: [PlainScene] {
        [
            scene("agent_execution_started", "\(agent) has started"),
            scene("task_started", task),
        ]
    }

    fileprivate var closing: [PlainScene] {
        [
            scene("agent_execution_completed", "\(agent) has finished", pause: 2),
            scene("task_completed", "Done: \(task)"),
        ]
    }

    fileprivate func scenes(of use: CrewScript.ToolUse) -> [PlainScene] {
        var started = scene("tool_usage_started", use.purpose)
        var finished = scene("tool_usage_finished", use.finding, pause: 3)
        started.report.tool = use.tool
        finished.report.tool = use.tool
        return [started, finished]
    }

    fileprivate func scene(
        _ kind: String, _ message: String, pause: Double = 1, status: String = "running"
    ) -> PlainScene {
        var scene = PlainScene(kind, message, pause: pause, status: status)
        scene.report.agent = agent
        scene.report.task = task
        return scene
    }
}
