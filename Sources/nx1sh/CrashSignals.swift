#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The signals of a crash, which Swift's runtime catches from the start where it finds its debugger.
enum CrashSignals {
    /// Lets them end the process as they do any program. On a terminal Swift would show a screen of its own, about memory and
    /// registers, and wait for a key, while whoever waits for the shell waits too.
    ///
    /// Who has set `SWIFT_BACKTRACE` has asked for it.
    static func useStandardActions(environment: [String: String]) {
        guard environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] where !isIgnored(number) {
            signal(number, SIG_DFL)
        }
    }

    /// Whether who started the process has said that it should not notice the signal, as `nohup` does.
    static func isIgnored(_ number: Int32) -> Bool {
        let action = signal(number, SIG_IGN)
        signal(number, action)
        return unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
