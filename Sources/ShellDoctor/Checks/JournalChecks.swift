import Nx1Events
import RunJournal
import ShellOutput

/// The journal.
enum JournalFacts: Sendable, Hashable {
    /// Runs are kept in memory: why, as the end of a sentence.
    case inMemory(String)
    case examined(JournalExamination)
    /// The file system doesn't answer.
    case silence(path: String)
}

extension Check {
    /// Returns the check of the journal.
    static func check(of facts: JournalFacts) -> Check {
        switch facts {
        case .inMemory(let reason): .ok("journal", "Runs are kept in memory only: \(reason).")
        case .silence(let path):
            .failure(
                "journal", "\(path) doesn't respond.",
                advice:
                    "Its file system may be a network share that is unavailable. NX1_SHELL_HOME sets another folder."
            )
        case .examined(let examination): check(of: examination)
        }
    }

    private static func check(of journal: JournalExamination) -> Check {
        let path = journal.path
        switch journal.condition {
        case .missing: return .ok("journal", "\(path) doesn't exist yet.")
        case .sound, .unfinished:
            let facts = [
                journal.runCount.map { $0.counted("run") }, "\(ByteCount(journal.size))",
                journal.condition == .sound ? "no damage found" : "too large for a full check",
            ].compactMap(\.self).joined(separator: ", ")
            guard journal.isOnNetwork else { return .ok("journal", "\(path): \(facts)") }
            return .warning(
                "journal",
                "\(path): \(facts). It is on a network file system, which is slow and locks unreliably.",
                advice: "Set NX1_SHELL_HOME to a folder on a local disk.")
        case .interrupted:
            return .ok("journal", "\(path) wasn't closed properly. The next shell that uses it recovers it.")
        case .damaged(let reason):
            return .failure(
                "journal", "\(path) is damaged: \(reason).",
                advice:
                    "The next shell that uses it renames it to …damaged-… and starts a new journal. To list the runs that the service knows, type :runs --remote."
            )
        case .newer:
            return .failure(
                "journal", "A newer version of nx1sh wrote \(path).",
                advice: "Use that version, or set NX1_SHELL_HOME to another folder.")
        case .locked(let process):
            return .warning(
                "journal",
                "\(process.map { "Process \($0)" } ?? "Another process") has \(path) locked, so new entries wait in memory.",
                advice: process.map { "See what it does: ps -p \($0)" } ?? "End other programs that use it.")
        case .unreadable(let reason):
            return .failure(
                "journal", "\(path) can't be used: \(reason).",
                advice: "Move it away, or set NX1_SHELL_HOME to another folder.")
        }
    }
}
