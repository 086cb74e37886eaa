import Nx1Client

/// What is around a session, and stays as it is: its streams, what interrupts it, its variables, and the person at the terminal.
struct Surroundings: Sendable {
    /// Where all that is shown goes.
    let console: Console
    /// What Ctrl-C comes in by.
    let interrupts: Interrupts
    /// Variables, where the connection's settings are looked up.
    let environment: [String: String]
    /// Where every progress event goes as a JSON line.
    let eventRecord: ByteSink?
    /// What is to be told what Tab can offer.
    let completer: Completer?
    /// How to ask the person at the terminal; nil where there is none.
    let questions: Questions?
    /// The lines that were typed, those of earlier sessions too, oldest first.
    let typedLines: @Sendable () async throws -> [String]
}
