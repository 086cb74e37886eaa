// A queue may be used from any thread; on Linux the module doesn't say so.
@preconcurrency import Dispatch

/// Runs what an actor does on a thread besides those that tasks share: work that blocks, as on a disk or on a lock, then keeps no
/// other task waiting.
package final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: what the thread is called for those who look at it from outside.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
