import Nx1Client
import RunJournal
import ShellOutput

/// What a line has for itself where many are done at once: where its output goes, and its place in a batch.
struct LineScope: Sendable {
    /// The line that the current task does, if it is one of many.
    @TaskLocal static var current: LineScope?

    let console: Console
    /// Ctrl-C ends all lines together: nobody presses this one's.
    let interrupts = Interrupts()
    let outcome = LineOutcome()
    /// Its batch, and which of the lines there that are the same it is.
    let batch: JournalEntry.BatchPlace?
}
