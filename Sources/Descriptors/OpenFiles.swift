#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The limit on open files and connections (`ulimit -n`). A descriptor that can't be opened later fails one request,
/// but lower layers abort the process if they can't open theirs at startup, so the limit is checked here.
package enum OpenFiles {
    /// The descriptors that are needed before the first request, with some to spare: event loop, signals, journal, a
    /// connection.
    private static let needed = 20
    /// Enough for 256 parallel runs. A higher limit would break child programs that use `select`.
    private static let wanted: rlim_t = 1024

    /// Raises the soft limit as needed, and checks that enough descriptors are available.
    /// - Returns: the problem as a sentence; nil if there is none.
    package static func provide() -> String? {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < wanted else { return nil }
        let given = limit.rlim_cur
        limit.rlim_cur = min(limit.rlim_max, wanted)
        let isRaised = limit.rlim_cur > given && setrlimit(files, &limit) == 0
        if hasEnough { return nil }
        return "The limit of \(isRaised ? limit.rlim_cur : given) open files is too low."
            + " Raise it to 64 or more (ulimit -n 64)."
    }

    /// The maximum number of connections that leaves enough descriptors for other files: without any, lower layers
    /// abort the process.
    package static var mostConnections: Int { max(2, (limit - reserve) / 2) }

    /// The maximum number of runs that can be watched at once, each over up to three connections.
    package static var mostRuns: Int { max(1, (limit - reserve) / 3) }

    /// The descriptors that are reserved for other uses than connections.
    private static let reserve = 22

    private static var limit: Int {
        var limit = rlimit()
        return getrlimit(files, &limit) == 0 ? Int(clamping: limit.rlim_cur) : 1024
    }

    /// Whether ``needed`` more descriptors can be opened. Some may already be in use.
    private static var hasEnough: Bool {
        var taken: [Int32] = []
        defer { for descriptor in taken { close(descriptor) } }
        for _ in 0..<needed {
            let descriptor = fcntl(2, F_DUPFD_CLOEXEC, 3)
            guard descriptor >= 0 else { return errno != EMFILE }
            taken.append(descriptor)
        }
        return true
    }

    #if canImport(Glibc)
        private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let files = RLIMIT_NOFILE
    #endif

    /// Marks all open descriptors except the first three as close-on-exec, so that child programs don't inherit them.
    package static func keepFromPrograms() {
        #if os(Linux)
            guard let folder = opendir("/proc/self/fd") else { return }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if let descriptor = Int32(name), descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            }
        #endif
    }
}
