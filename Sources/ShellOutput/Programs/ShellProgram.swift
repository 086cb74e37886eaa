import Descriptors
import Nx1Values

#if canImport(Glibc)
    package import Glibc
#else
    package import Darwin
#endif

/// Starts programs through `sh`, such as an editor, a pager or a browser.
///
/// The program gets default signal handling, unlike this process, and an environment without credentials.
package enum ShellProgram {
    /// - Parameters:
    ///   - arguments: the arguments of `/bin/sh`, starting with argument 0.
    ///   - environment: the variables; secrets are removed.
    ///   - flags: additional `posix_spawn` flags.
    ///   - prepare: sets up the standard streams.
    /// - Returns: the process id, or nil if the program couldn't be started.
    package static func start(
        _ arguments: [String], environment: [String: String], flags: Int16 = 0,
        prepare: (inout posix_spawn_file_actions_t) -> Void
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        prepare(&actions)
        // Keep sockets, the journal and so on out of the program: an inherited socket would hold its port.
        OpenFiles.keepFromPrograms()
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | onlyGivenDescriptors | flags)
        let variables = ProgramEnvironment.withoutSecrets(environment)
        var id: pid_t = 0
        let code = withPointers(arguments) { arguments in
            withPointers(variables.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&id, "/bin/sh", &actions, &attributes, arguments, environment)
            }
        }
        return code == 0 ? id : nil
    }

    private static func withPointers<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }

    #if canImport(Darwin)
        /// Starts the process in a new session.
        static let newSession = Int16(POSIX_SPAWN_SETSID)
        private static let onlyGivenDescriptors = Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
        /// Starts the process in a new session: POSIX_SPAWN_SETSID, which glibc declares only for _GNU_SOURCE.
        static let newSession: Int16 = 0x80
        private static let onlyGivenDescriptors: Int16 = 0
    #endif
}
