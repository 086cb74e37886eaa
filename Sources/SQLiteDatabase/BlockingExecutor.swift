// A queue may be used from any thread, but on Linux the module doesn't declare that.
@preconcurrency import Dispatch

/// Runs an actor on its own thread, so that blocking work, such as on a disk or a lock, doesn't hold up other tasks.
package final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: the name of the thread in debuggers.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
