import Nx1Client
package import RunJournal
package import ShellOutput

extension WatchedSteps {
    /// The number of steps that people see at the usual level: tasks, agents that don't share a task's row, tool calls, model
    /// calls that failed, and a service's messages.
    package var rowCount: Int { StoredSteps(current.steps).rowCount }
}

extension StoredSteps {
    /// The number of steps that people see at the usual level.
    package var rowCount: Int { StepOutline(steps, level: .steps).lines.count }
}
