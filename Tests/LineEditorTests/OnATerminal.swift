import Testing

/// The tests with a real terminal, one after the other: each has threads that wait for each other, and a slow machine
/// should not have to run dozens of them at once. libedit itself allows two editors in one process.
@Suite("A line editor on a terminal", .serialized, .timeLimit(.minutes(2)))
enum OnATerminal {}
