import Synchronization

/// The outcome of a write to the journal.
package enum JournalReceipt: Sendable, Hashable {
    /// It is in the journal.
    case written
    /// It is in memory, and will be written as soon as possible.
    case kept
    /// This program can't use the journal, so the change is lost.
    case refused
    /// Another shell has started the same line of a batch.
    case begunElsewhere
}

/// A caller's bounded wait for a change to be written.
final class JournalTicket: Sendable {
    private struct State {
        var receipt: JournalReceipt?
        var caller: CheckedContinuation<JournalReceipt, Never>?
    }

    private let state = Mutex(State())

    /// Ends the wait. Only the first receipt counts.
    func resolve(_ receipt: JournalReceipt) {
        let caller = state.withLock { state -> CheckedContinuation<JournalReceipt, Never>? in
            guard state.receipt == nil else { return nil }
            state.receipt = receipt
            return state.caller.take()
        }
        caller?.resume(returning: receipt)
    }

    /// The receipt, or ``JournalReceipt/kept`` if there is none after `patience`. A cancelled caller waits, too,
    /// because its change must be recorded.
    func receipt(within patience: Duration) async -> JournalReceipt {
        let alarm = Task {
            try await Task.sleep(for: patience)
            resolve(.kept)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { caller in
            let receipt = state.withLock { state in
                if state.receipt == nil { state.caller = caller }
                return state.receipt
            }
            if let receipt { caller.resume(returning: receipt) }
        }
    }
}
