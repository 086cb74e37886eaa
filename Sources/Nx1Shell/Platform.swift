#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is not the same on every system. Other files of this target import the system's library and differ in nothing.
enum Platform {
    #if canImport(Darwin)
        /// Where the system cuts a line that is typed (MAX_CANON).
        static let longestTypedLine = 1023
        /// Starts a process in a session of its own.
        static let newSession = Int16(POSIX_SPAWN_SETSID)
    #else
        /// Where the system cuts a line that is typed (n_tty's buffer).
        static let longestTypedLine = 4095
        /// Starts a process in a session of its own: POSIX_SPAWN_SETSID, which glibc has for _GNU_SOURCE only.
        static let newSession: Int16 = 0x80
    #endif
}
