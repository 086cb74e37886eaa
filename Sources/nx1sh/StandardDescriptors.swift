#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// stdin, stdout and stderr of a process that was started without some of them.
enum StandardDescriptors {
    /// Takes the places of those that are closed, so that no connection or file gets one of their numbers and with it
    /// what is meant for people. Reading stdin then fails, and so does writing to the others.
    static func fill() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the one that is missing.
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
