// Dispatch sources are thread-safe, but on Linux the module isn't annotated as such.
@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGINT and SIGTERM, caught instead of their default action from the moment this is created.
struct EndSignals: Sendable {
    private let signals: AsyncStream<Void>

    init() {
        signals = AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM].map { number in
                #if canImport(Darwin)
                    // The source sees the signal, so the default action must not run. On Linux the source replaces
                    // the action itself; ignoring the signal first would lose it.
                    signal(number, SIG_IGN)
                #endif
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield() }
                source.activate()
                return source
            }
            continuation.onTermination = { _ in sources.forEach { $0.cancel() } }
        }
    }

    /// Returns when the first signal arrives, or the task is cancelled.
    func first() async {
        for await _ in signals { return }
    }
}
