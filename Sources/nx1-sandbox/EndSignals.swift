// Dispatch sources may be used from any thread; on Linux the module doesn't say so.
@preconcurrency import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGINT and SIGTERM, taken from their default action from the moment this is made.
struct EndSignals: Sendable {
    private let signals: AsyncStream<Void>

    init() {
        signals = AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM].map { number in
                #if canImport(Darwin)
                    // The source sees the signal; the default action must not. On Linux the source takes the action's place
                    // by itself: a signal that was ignored until then would be lost.
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

    /// Returns when the first of them arrives, or the task is cancelled.
    func first() async {
        for await _ in signals { return }
    }
}
