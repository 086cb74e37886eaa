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
    #else
        /// Where the system cuts a line that is typed (n_tty's buffer).
        static let longestTypedLine = 4095
    #endif
}
