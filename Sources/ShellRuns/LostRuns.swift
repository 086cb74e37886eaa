package import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
import ShellOutput

extension Runs {
    /// The maximum number of lost runs that are looked up, newest first.
    private static let mostLost = 100

    /// Looks up the runs that were unfinished when their shell died, and updates the journal.
    /// - Returns: nil if there are none, or the service can't tell now.
    package func lookUpLostRuns(open: () throws -> Nx1) async -> LostRuns? {
        guard let host, let lost = try? await journal.claim(at: host), !lost.isEmpty else { return nil }
        var fates = LostRuns()
        for entry in lost.suffix(Self.mostLost) {
            var known = entry
            guard let fate = await fate(of: &known, open: open) else { return nil }
            fates.add(fate, of: known)
            switch fate {
            case .ended(let result): known.end(with: result, under: secretCover)
            case .working(let status): known.status = status
            case .notStarted:
                known.failure = .init(code: .notFound, message: "The service has no record of the run.")
            }
            // If this is cancelled, the run stays assigned to this shell, which is about to exit, so the next shell
            // looks it up again.
            try? await journal.save(known)
        }
        return fates
    }

    /// Returns nil if it can't be found out now. Sets the id of a template's run, which the service assigns.
    private func fate(of entry: inout JournalEntry, open: () throws -> Nx1) async -> LostRuns.Fate? {
        do {
            if entry.template != nil, entry.status == nil {
                let request = SessionRun(number: 0, entry).request
                guard let id = try await id(of: request, sentAt: entry.began, over: open(), besides: [])
                else { return .notStarted }
                entry.correlationID = id
            }
            switch try await open().snapshot(of: entry.correlationID) {
            case .ended(let result): return .ended(result)
            case .unfinished(let status): return .working(status ?? .running)
            }
        } catch let error as Nx1Error where error.code == .notFound {
            return .notStarted
        } catch {
            return nil
        }
    }
}

/// What happened to runs whose shells died.
package struct LostRuns: Sendable {
    package enum Fate: Sendable {
        case ended(CrewResult)
        case working(CrewRunStatusEnum)
        case notStarted
    }

    private var completed = 0
    private var failed = 0
    private var working = 0
    private var notStarted = 0
    private var last: JournalEntry?

    private var count: Int { completed + failed + working + notStarted }

    package mutating func add(_ fate: Fate, of entry: JournalEntry) {
        last = entry
        switch fate {
        case .ended(let result): if result.error == nil { completed += 1 } else { failed += 1 }
        case .working: working += 1
        case .notStarted: notStarted += 1
        }
    }

    /// A line with the command that shows the runs; nil if there are none.
    package var sentence: String? {
        guard let last else { return nil }
        let id = last.correlationID.prefix(8)
        if count == 1 {
            let what =
                completed == 1
                ? "has completed · :result \(id) shows it"
                : failed == 1
                    ? "has failed · :result \(id) says why"
                    : working == 1
                        ? "is still running · :status \(id) resumes watching"
                        : "was not started · :again \(id) sends it again"
            return "\"\(last.beginning(limit: 40))\" was unfinished when its shell exited. It \(what)"
        }
        let parts = [
            (completed, "completed"), (failed, "failed"), (working, "still running"),
            (notStarted, "not started"),
        ]
        .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return
            "\(count) runs were unfinished when their shell exited: \(parts.joined(separator: ", ")) · :runs lists them"
    }
}
