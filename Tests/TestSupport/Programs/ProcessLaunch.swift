import Foundation
import Synchronization

/// Starts a process with posix_spawn(3).
///
/// The tests need what Foundation's `Process` can't do: a closed standard input, a separate process group, and
/// default signal handlers (this process ignores SIGPIPE, which a child would inherit).
struct ProcessLaunch {
    var command: [String]
    var environment: [String: String]
    var folder: String
    /// The descriptors for 0, 1 and 2. With nil, a descriptor is closed.
    var standard: [Int32?]

    /// Starts the process and returns its id. The descriptors stay open in this process.
    func start() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        try Self.changeFolder(&actions, folder)
        for (number, descriptor) in standard.enumerated() {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            } else {
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDONLY, 0)
                posix_spawn_file_actions_addclose(&actions, Int32(number))
            }
        }
        try Self.closeEverythingElse(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        #if os(macOS)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let words = command.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { (words + variables).forEach { free($0) } }
        var id = pid_t()
        let result = Self.oneAtATime.withLock { _ in
            posix_spawn(&id, command[0], &actions, &attributes, words + [nil], variables + [nil])
        }
        guard result == 0 else {
            throw ProgramFailure("Couldn't start \(command[0]): \(String(cString: strerror(result))).")
        }
        return id
    }

    /// A pipe whose ends no other process inherits by accident.
    static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let result = oneAtATime.withLock { _ in
            let result = Foundation.pipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return result
        }
        guard result == 0 else {
            throw ProgramFailure("Couldn't create a pipe: \(String(cString: strerror(errno))).")
        }
        return (ends[0], ends[1])
    }

    /// Held while a pipe is created and while a process starts. Otherwise the process could inherit a pipe before it
    /// is marked close-on-exec, and keep it open.
    private static let oneAtATime = Mutex(())

    /// Ignores SIGPIPE, so that a write to a broken pipe is an error and doesn't end the test process.
    static let ignoresBrokenPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Sets the process' working directory.
    private static func changeFolder(_ actions: inout posix_spawn_file_actions_t, _ folder: String) throws {
        typealias Function =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
        let function = try symbol("posix_spawn_file_actions_addchdir_np")
        _ = unsafeBitCast(function, to: Function.self)(&actions, folder)
    }

    /// Closes all descriptors but the standard three in the process. The sockets of the test servers aren't
    /// close-on-exec, so a connection that a server closes would stay open as long as a process had inherited it.
    private static func closeEverythingElse(_ actions: inout posix_spawn_file_actions_t) throws {
        #if os(Linux)
            typealias Function =
                @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
            let function = try symbol("posix_spawn_file_actions_addclosefrom_np")
            _ = unsafeBitCast(function, to: Function.self)(&actions, 3)
        #endif
    }

    /// A glibc function (2.29 or 2.34 and later) that Swift's Glibc module doesn't import.
    private static func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
        guard let symbol = dlsym(nil, name) else {
            throw ProgramFailure(
                "The tests can't start processes on this system: the C library has no \(name).")
        }
        return symbol
    }
}
