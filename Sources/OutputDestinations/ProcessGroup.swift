import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program together with the programs that it has started.
struct ProcessGroup {
    let id: pid_t

    /// Waits until all of its processes have stopped after Ctrl-Z, for at most a second.
    ///
    /// This process is told only when its own child has stopped, which is often a shell. A pager or an editor inside
    /// that shell restores the terminal before it stops. A SIGCONT that comes earlier is lost on it.
    func waitUntilStopped() {
        #if os(Linux)
            for _ in 0..<200 {
                guard hasRunningProcess else { return }
                usleep(5000)
            }
        #else
            usleep(100_000)
        #endif
    }

    #if os(Linux)
        private var hasRunningProcess: Bool {
            guard let folder = opendir("/proc") else { return false }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard let process = pid_t(name),
                    let bytes = try? Descriptor.settings(at: "/proc/\(process)/stat"),
                    // The program's name, in parentheses, can contain anything. State, parent and group follow it.
                    let end = bytes.lastIndex(of: UInt8(ascii: ")"))
                else { continue }
                let facts = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
                if facts.count > 2, pid_t(facts[2]) == id, ["R", "S", "D"].contains(facts[0]) { return true }
            }
            return false
        }
    #endif
}
