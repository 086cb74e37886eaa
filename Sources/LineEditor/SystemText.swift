#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's own words for an error number.
enum SystemText {
    static func message(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        // The thread-safe form: strerror keeps its text in a shared place.
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
