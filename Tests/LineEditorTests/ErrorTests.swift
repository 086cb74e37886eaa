import Testing

@testable import LineEditor

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("An editor that can't start")
struct ErrorTests {
    @Test(
        "says what failed, and the system's reason",
        arguments: [
            (
                .system("open the terminal", code: EBADF),
                "The line editor couldn't open the terminal: it is closed."
            ),
            (
                .system("start its thread", code: ENOMEM),
                "The line editor couldn't start its thread: cannot allocate memory."
            ),
            (
                .noEditor,
                "The line editor couldn't start: libedit couldn't be initialized for this terminal."
            ),
        ] as [(LineEditorError, String)])
    func sentences(error: LineEditorError, sentence: String) {
        #expect(error.description == sentence)
    }
}
