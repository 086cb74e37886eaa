import Descriptors
import Nx1Values

#if canImport(Glibc)
    package import Glibc
#else
    package import Darwin
#endif

/// A program started by the system's shell, such as an editor, a pager or a browser. This process takes signals in its own way; the
/// program takes them as any does. It has no use for what signs requests, so the variables with that don't reach it.
package enum ShellProgram {
    /// - Parameters:
    ///   - arguments: of `/bin/sh`, its name first.
    ///   - environment: its variables; secrets are left out.
    ///   - flags: of `posix_spawn`, besides those for signals.
    ///   - prepare: says what its standard streams are.
    /// - Returns: its number, or nil if it can't be started.
    package static func start(
        _ arguments: [String], environment: [String: String], flags: Int16 = 0,
        prepare: (inout posix_spawn_file_actions_t) -> Void
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        prepare(&actions)
        // Sockets, the journal and the like are not the program's; one of them would keep a port taken.
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
        /// Starts a process in a session of its own.
        static let newSession = Int16(POSIX_SPAWN_SETSID)
        private static let onlyGivenDescriptors = Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
        /// Starts a process in a session of its own: POSIX_SPAWN_SETSID, which glibc has for _GNU_SOURCE only.
        static let newSession: Int16 = 0x80
        private static let onlyGivenDescriptors: Int16 = 0
    #endif
}
