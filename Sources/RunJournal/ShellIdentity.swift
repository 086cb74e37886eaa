#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The shell that watches a run: a process on a machine, identified by its number and start time.
struct ShellIdentity: Sendable, Hashable {
    let text: String

    /// This process.
    static let own = ShellIdentity(process: getpid())

    /// The maximum time that a shell watches a run, in milliseconds.
    private static let mostWatching: Int64 = 86_400_000

    init(process: pid_t) {
        text = "\(process):\(Self.beginning(of: process) ?? ""):\(Self.machine)"
    }

    init(text: String) {
        self.text = text
    }

    /// Runs that the shell started before this time, in milliseconds since 1970, are no longer watched; nil if all of
    /// them may be. Processes of another machine with the same home can't be checked, so they count as alive for as
    /// long as a shell watches a run.
    func end(at now: Int64) -> Int64? {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3, parts[2] != Self.machine { return now - Self.mostWatching }
        return isAlive ? nil : .max
    }

    /// Whether the shell is still running on this machine. Where the system doesn't tell start times, any process
    /// with its number counts.
    var isAlive: Bool {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let process = pid_t(parts[0]), process > 0 else { return false }
        if kill(process, 0) != 0, errno == ESRCH { return false }
        guard !parts[1].isEmpty else { return true }
        return Self.beginning(of: process).map { $0 == parts[1] } ?? false
    }

    /// The name of this machine.
    private static let machine: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    /// When a process started, in ticks since boot (`proc(5)`, field 22 of `stat`).
    private static func beginning(of process: pid_t) -> String? {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = fread(&buffer, 1, buffer.count, file)
        // The name in parentheses may contain anything; the fields after it are numbers.
        guard let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
        return fields.count > 19 ? String(decoding: fields[19], as: UTF8.self) : nil
    }
}
