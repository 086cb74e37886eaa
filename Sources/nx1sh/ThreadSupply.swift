#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Checks that the system grants the threads that the process needs. If memory or processes are limited (`ulimit -v`,
/// `-d`, `-u`), the libraries below would wait for a missing thread forever.
enum ThreadSupply {
    /// One for the event loop, two for the concurrency runtime, one for signals.
    private static let needed = 4

    /// Why the process can't run, as a sentence; nil if it can. Checked only if a limit is set.
    static func refusal() -> String? {
        guard isLimited, !hasEnough else { return nil }
        return "Too few threads: the limits on memory or processes are too low."
            + " Raise them (ulimit -v, ulimit -d, ulimit -u)."
    }

    private static var isLimited: Bool {
        limit(RLIMIT_AS) != rlim_t.max || limit(RLIMIT_DATA) != rlim_t.max || limit(processes) < 1000
    }

    /// Starts `needed` threads at once and lets them end.
    private static var hasEnough: Bool {
        let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        defer { gate.deallocate() }
        pthread_mutex_init(gate, nil)
        pthread_mutex_lock(gate)
        var threads: [pthread_t] = []
        for _ in 0..<needed {
            var thread: pthread_t?
            #if canImport(Glibc)
                var made = pthread_t()
                let code = pthread_create(&made, nil, passThrough, gate)
                thread = made
            #else
                let code = pthread_create(&thread, nil, { passThrough($0) }, gate)
            #endif
            guard code == 0, let thread else { break }
            threads.append(thread)
        }
        pthread_mutex_unlock(gate)
        for thread in threads { pthread_join(thread, nil) }
        pthread_mutex_destroy(gate)
        return threads.count == needed
    }

    #if canImport(Glibc)
        private static let processes = __RLIMIT_NPROC

        private static func limit(_ resource: __rlimit_resource) -> rlim_t {
            var limit = rlimit()
            return getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 ? limit.rlim_cur : .max
        }
    #else
        private static let processes = RLIMIT_NPROC

        private static func limit(_ resource: Int32) -> rlim_t {
            var limit = rlimit()
            guard getrlimit(resource, &limit) == 0, limit.rlim_cur != RLIM_INFINITY else { return .max }
            return limit.rlim_cur
        }
    #endif
}

/// Waits for the gate to open, then ends.
private func passThrough(_ gate: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
    pthread_mutex_lock(gate)
    pthread_mutex_unlock(gate)
    return nil
}
