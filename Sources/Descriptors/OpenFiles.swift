#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files and connections the process may have open at once (`ulimit -n`). What can't be opened later is an error of one
/// request; what the layers below can't open at their own start ends the process without a word, so that is seen to here.
package enum OpenFiles {
    /// What the process takes before its first request, with some to spare: event loop, signals, journal, a connection.
    private static let needed = 20
    /// As many as 256 runs at once need. More would do harm to programs that we start and that take a number for a bit in a set.
    private static let wanted: rlim_t = 1024

    /// Raises the limit to the one that the user may set, and makes sure that enough of it is left.
    /// - Returns: what is in the way, as a sentence.
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

    /// How many connections may be open at once, so that some files are left: where none is, the layers below end the process.
    package static var mostConnections: Int { max(2, (limit - reserve) / 2) }

    /// How many runs may be watched at once, each over up to three connections.
    package static var mostRuns: Int { max(1, (limit - reserve) / 3) }

    /// What is kept free of connections.
    private static let reserve = 22

    private static var limit: Int {
        var limit = rlimit()
        return getrlimit(files, &limit) == 0 ? Int(clamping: limit.rlim_cur) : 1024
    }

    /// Whether ``needed`` more descriptors can be opened. Some may be in use already.
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

    /// Keeps the descriptors that are open now, but for the first three, from the programs that this process starts.
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
