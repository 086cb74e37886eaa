#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The differences between systems. Other files of this target only import the system's library.
enum Platform {
    #if canImport(Darwin)
        /// The length at which the system truncates a typed line (MAX_CANON).
        static let longestTypedLine = 1023
    #else
        /// The length at which the system truncates a typed line (n_tty's buffer).
        static let longestTypedLine = 4095
    #endif
}
