import Nx1Events
import Nx1Values
import RunJournal
import Synchronization
import TypedRequests

/// Counts equal lines of a batch, so that each gets its own ordinal. Stores only a number per distinct line,
/// not the line itself.
final class BatchOrdinals: Sendable {
    private let batch: String
    private let counts = Mutex<[Int: Int]>([:])

    init(_ batch: String) {
        self.batch = batch
    }

    /// The place of the next request with this content.
    func place(of request: CrewRequest, under cover: SecretCover) -> JournalEntry.BatchPlace {
        JournalEntry.BatchPlace(name: batch, ordinal: next(of: request.batchKey(under: cover)))
    }

    /// The number of earlier requests with the same content.
    func next(of content: [String]) -> Int {
        counts.withLock { counts in
            defer { counts[content.hashValue, default: 0] += 1 }
            return counts[content.hashValue] ?? 0
        }
    }
}

extension CrewRequest {
    /// The content that makes two requests equal within a batch: crew and input, as the journal stores them.
    func batchKey(under cover: SecretCover) -> [String] {
        [crew.rawValue, JSONValue.object(cover.covered(input)).serialized()]
    }
}
