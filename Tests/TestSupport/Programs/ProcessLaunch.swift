import Foundation
import Synchronization

/// Starts a process with posix_spawn(3).
///
/// Not Foundation's `Process`: a closed standard input, a group of its own and signals at their defaults (this
/// process ignores SIGPIPE, and that would be inherited) are what the tests are about.
struct ProcessLaunch {
    var command: [String]
    var environment: [String: String]
    var folder: String
    /// The descriptors that become 0, 1 and 2; nil leaves one closed.
    var standard: [Int32?]

    /// Starts the process, and gives its id. Descriptors stay open here.
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
            throw ProgramFailure("\(command[0]) can't be started: \(String(cString: strerror(result))).")
        }
        return id
    }

    /// A pipe whose ends no process inherits by accident.
    static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let result = oneAtATime.withLock { _ in
            let result = Foundation.pipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return result
        }
        guard result == 0 else { throw ProgramFailure("No pipe: \(String(cString: strerror(errno))).") }
        return (ends[0], ends[1])
    }

    /// Held while a pipe is made and while a process starts, which would otherwise inherit a pipe that isn't yet
    /// marked, and keep it open.
    private static let oneAtATime = Mutex(())

    /// Writing to a pipe that nobody reads is an error here, and not the end of all tests.
    static let ignoresBrokenPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Lets the process start in a folder.
    private static func changeFolder(_ actions: inout posix_spawn_file_actions_t, _ folder: String) throws {
        typealias Function =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>) -> Int32
        let function = try symbol("posix_spawn_file_actions_addchdir_np")
        _ = unsafeBitCast(function, to: Function.self)(&actions, folder)
    }

    /// Lets the process start with nothing open but the three: the sockets of a server in these tests aren't marked, and a
    /// connection that the server closes would stay open as long as some process has it too.
    private static func closeEverythingElse(_ actions: inout posix_spawn_file_actions_t) throws {
        #if os(Linux)
            typealias Function =
                @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
            let function = try symbol("posix_spawn_file_actions_addclosefrom_np")
            _ = unsafeBitCast(function, to: Function.self)(&actions, 3)
        #endif
    }

    /// A function that glibc has (since 2.29 and 2.34) and that Swift's view of its headers leaves out.
    private static func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
        guard let symbol = dlsym(nil, name) else {
            throw ProgramFailure(
                "This system can't start a process as these tests need it: it has no \(name).")
        }
        return symbol
    }
}
