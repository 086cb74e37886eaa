import Synchronization

/// What became of a change that the journal was given.
package enum JournalReceipt: Sendable, Hashable {
    /// It is in the journal.
    case written
    /// It is in memory, and will be in the journal as soon as that can be written.
    case kept
    /// The journal can't be used by this program, and never has it.
    case refused
    /// Another shell has begun the same question of a batch.
    case begunElsewhere
}

/// The wait of one caller for a change to be written, which has a limit whatever the disk does.
final class JournalTicket: Sendable {
    private struct State {
        var receipt: JournalReceipt?
        var caller: CheckedContinuation<JournalReceipt, Never>?
    }

    private let state = Mutex(State())

    /// Lets the caller go on; the first receipt counts.
    func resolve(_ receipt: JournalReceipt) {
        let caller = state.withLock { state -> CheckedContinuation<JournalReceipt, Never>? in
            guard state.receipt == nil else { return nil }
            state.receipt = receipt
            return state.caller.take()
        }
        caller?.resume(returning: receipt)
    }

    /// The receipt, ``JournalReceipt/kept`` if there is none after `patience`. A cancelled caller waits, too: what it has to
    /// record is recorded.
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
