import Testing

/// Tests on a real terminal, one after another: each has threads that wait for each other, and a slow machine
/// shouldn't run dozens of them at once. libedit itself allows two editors in one process.
@Suite("A line editor on a terminal", .serialized, .timeLimit(.minutes(2)))
enum OnATerminal {}
