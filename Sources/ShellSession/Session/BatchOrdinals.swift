import Nx1Events
import Nx1Values
import RunJournal
import Synchronization
import TypedRequests

/// The places of lines in a batch: which of those that are the same a line is. Of each there is a number in memory, and not the line.
final class BatchOrdinals: Sendable {
    private let batch: String
    private let counts = Mutex<[Int: Int]>([:])

    init(_ batch: String) {
        self.batch = batch
    }

    /// The place of the next request of this content.
    func place(of request: CrewRequest, under cover: SecretCover) -> JournalEntry.BatchPlace {
        JournalEntry.BatchPlace(name: batch, ordinal: next(of: request.batchKey(under: cover)))
    }

    /// How many of the same content there were before.
    func next(of content: [String]) -> Int {
        counts.withLock { counts in
            defer { counts[content.hashValue, default: 0] += 1 }
            return counts[content.hashValue] ?? 0
        }
    }
}

extension CrewRequest {
    /// What makes requests the same to a batch: crew and input, as the journal has them.
    func batchKey(under cover: SecretCover) -> [String] {
        [crew.rawValue, JSONValue.object(cover.covered(input)).serialized()]
    }
}
