package import Nx1Events
import Synchronization

/// The answers of a script's JSON lines, keyed by their `id`.
package final class LineAnswers: Sendable {
    /// How a line ended.
    package enum Ending: Sendable, Hashable {
        /// Its run has an answer.
        case answered(correlationID: String)
        case failed
    }

    private struct Line {
        var ending: Ending?
        var count = 1
    }

    private let lines = Mutex<[JSONValue: Line]>([:])

    /// Creates a collection without lines.
    package init() {}

    /// Adds a line that was read.
    package func add(_ id: JSONValue?) {
        guard let id, !id.isNull else { return }
        lines.withLock { lines in
            if lines[id] == nil { lines[id] = Line() } else { lines[id]?.count += 1 }
        }
    }

    /// Stores how a line ended.
    package func end(_ id: JSONValue?, with ending: Ending) {
        guard let id, !id.isNull else { return }
        lines.withLock { $0[id, default: Line()].ending = ending }
    }

    /// Whether all of these lines have ended.
    package func haveEnded(_ ids: [JSONValue]) -> Bool {
        lines.withLock { lines in ids.allSatisfy { lines[$0]?.ending != nil } }
    }

    /// How the line with this id ended.
    /// - Throws: ``Obstacle`` if there is no such line, there are several, or it hasn't ended.
    package func ending(of id: JSONValue) throws(Obstacle) -> Ending {
        let line = lines.withLock { $0[id] }
        guard let line else { throw .unknown }
        guard line.count == 1 else { throw .ambiguous }
        guard let ending = line.ending else { throw .circle }
        return ending
    }

    /// Why there is no answer to wait for.
    package enum Obstacle: Error, Sendable, Hashable {
        case unknown, ambiguous, circle
    }
}
